/// How far each source is reflected in a partition's state.
@NullMarked
package dev.millrace.streams.progress;

import org.jspecify.annotations.NullMarked;
