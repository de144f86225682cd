/// Interactions: how they are weighed, retracted and published.
@NullMarked
package dev.millrace.streams.interaction;

import org.jspecify.annotations.NullMarked;
