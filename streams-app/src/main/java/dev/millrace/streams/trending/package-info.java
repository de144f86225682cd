/// The best items of a window, maintained per event.
@NullMarked
package dev.millrace.streams.trending;

import org.jspecify.annotations.NullMarked;
