/// Which visitor is which user, and what that moves.
@NullMarked
package dev.millrace.streams.identity;

import org.jspecify.annotations.NullMarked;
