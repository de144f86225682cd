/// The models that are shipped, and the one place that runs them.
@NullMarked
package dev.millrace.embedding.model;

import org.jspecify.annotations.NullMarked;
