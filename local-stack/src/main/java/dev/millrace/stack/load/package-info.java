/// Imports real data sets into the databases, resumable and idempotent.
@NullMarked
package dev.millrace.stack.load;

import org.jspecify.annotations.NullMarked;
