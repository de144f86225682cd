/// Any topic as JSON, a record a line.
@NullMarked
package dev.millrace.stack.tail;

import org.jspecify.annotations.NullMarked;
