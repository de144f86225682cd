/// Candidates of all channels become one list, best first, with what each channel said; pure.
@NullMarked
package dev.millrace.query.merge;

import org.jspecify.annotations.NullMarked;
