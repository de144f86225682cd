/// Next items of a click path, guessed from the sessions that resemble it: an index in memory and what is read from it.
@NullMarked
package dev.millrace.query.session;

import org.jspecify.annotations.NullMarked;
