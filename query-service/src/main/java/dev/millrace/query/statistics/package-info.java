/// What each item has had, in memory and summed as of any moment, from `item.statistics.v1`.
@NullMarked
package dev.millrace.query.statistics;

import org.jspecify.annotations.NullMarked;
