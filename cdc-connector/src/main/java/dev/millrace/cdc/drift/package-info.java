/// Where a source table differs from what the contract expects of it.
@NullMarked
package dev.millrace.cdc.drift;

import org.jspecify.annotations.NullMarked;
