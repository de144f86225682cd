/// What an actor did lately, and which items that pairs.
@NullMarked
package dev.millrace.streams.profile;

import org.jspecify.annotations.NullMarked;
