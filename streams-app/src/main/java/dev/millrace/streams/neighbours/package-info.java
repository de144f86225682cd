/// Items taken by the same actors.
@NullMarked
package dev.millrace.streams.neighbours;

import org.jspecify.annotations.NullMarked;
