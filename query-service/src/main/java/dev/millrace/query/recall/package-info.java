/// Recall channels: each names candidates for a page item, an actor or both, best first, from what it is given and what
/// it waits for; pure.
@NullMarked
package dev.millrace.query.recall;

import org.jspecify.annotations.NullMarked;
