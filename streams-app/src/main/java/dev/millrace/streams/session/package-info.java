/// What each of the newest visits took, in its order: the sessions that the next item is guessed from.
@NullMarked
package dev.millrace.streams.session;

import org.jspecify.annotations.NullMarked;
