/// What leaves the source databases: tables, columns, routing and the converter settings, which are part of the
/// contract.
@NullMarked
package dev.millrace.contract.capture;

import org.jspecify.annotations.NullMarked;
