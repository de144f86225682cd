/// streams-app by itself: instances on a broker of their own, fed with raw changes as the connector writes
/// them.
@NullMarked
package dev.millrace.stack.streams;

import org.jspecify.annotations.NullMarked;
