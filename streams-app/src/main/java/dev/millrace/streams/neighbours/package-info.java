/// What an actor did lately, which items that pairs, and so which are taken together.
@NullMarked
package dev.millrace.streams.neighbours;

import org.jspecify.annotations.NullMarked;
