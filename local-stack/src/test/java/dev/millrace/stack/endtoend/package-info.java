/// The whole stack, asked as its users ask it.
@NullMarked
package dev.millrace.stack.endtoend;

import org.jspecify.annotations.NullMarked;
