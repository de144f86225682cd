/// Catalogue → `item.vector.v1`: what is wanted, what is published, and the work between.
@NullMarked
package dev.millrace.embedding.vector;

import org.jspecify.annotations.NullMarked;
