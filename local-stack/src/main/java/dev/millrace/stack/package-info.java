/// The one command: the whole system on one machine, from a terminal.
@NullMarked
package dev.millrace.stack;

import org.jspecify.annotations.NullMarked;
