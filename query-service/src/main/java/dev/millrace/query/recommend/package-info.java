/// Merge, rank and back-fill: lists in, lists out; pure.
@NullMarked
package dev.millrace.query.recommend;

import org.jspecify.annotations.NullMarked;
