/// Which words of an item are embedded, and by which model. Pure.
@NullMarked
package dev.millrace.embedding.text;

import org.jspecify.annotations.NullMarked;
