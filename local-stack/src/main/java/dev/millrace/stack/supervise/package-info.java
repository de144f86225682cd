/// Starts the parts of the stack in order, keeps them running, stops them in reverse order.
@NullMarked
package dev.millrace.stack.supervise;

import org.jspecify.annotations.NullMarked;
