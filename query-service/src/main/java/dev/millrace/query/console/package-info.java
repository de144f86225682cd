/// The landing page.
@NullMarked
package dev.millrace.query.console;

import org.jspecify.annotations.NullMarked;
