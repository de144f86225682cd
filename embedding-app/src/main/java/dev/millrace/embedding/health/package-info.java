/// Probes and metrics.
@NullMarked
package dev.millrace.embedding.health;

import org.jspecify.annotations.NullMarked;
