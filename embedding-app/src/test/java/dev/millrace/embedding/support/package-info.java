/// Topics in memory and an embedder that counts.
@NullMarked
package dev.millrace.embedding.support;

import org.jspecify.annotations.NullMarked;
