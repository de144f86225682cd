/// Waits with an end that cost the processor next to nothing.
@NullMarked
package dev.millrace.query.wait;

import org.jspecify.annotations.NullMarked;
