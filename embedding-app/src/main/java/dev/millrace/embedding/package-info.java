/// Item text → embedding: an application of its own, because five milliseconds a text must stall nothing.
@NullMarked
package dev.millrace.embedding;

import org.jspecify.annotations.NullMarked;
