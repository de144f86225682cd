/// One request each: which state is read, what is done when a part of it is away, how fresh the answer is.
@NullMarked
package dev.millrace.query.serve;

import org.jspecify.annotations.NullMarked;
