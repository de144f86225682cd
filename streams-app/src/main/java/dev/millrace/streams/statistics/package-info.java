/// Counters of an item, ever and in dated buckets.
@NullMarked
package dev.millrace.streams.statistics;

import org.jspecify.annotations.NullMarked;
