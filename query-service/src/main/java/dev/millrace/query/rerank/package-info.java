/// The list that is shown out of ranked candidates: diverse, with something to explore, and full; pure.
@NullMarked
package dev.millrace.query.rerank;

import org.jspecify.annotations.NullMarked;
