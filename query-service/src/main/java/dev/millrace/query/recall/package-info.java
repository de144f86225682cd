/// Recall channels: each names candidates for a page item, best first, from what it is given; pure.
@NullMarked
package dev.millrace.query.recall;

import org.jspecify.annotations.NullMarked;
