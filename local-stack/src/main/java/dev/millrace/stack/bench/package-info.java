/// Measurements of the running system. Each ends with one `RESULT` line and keeps it under `benchmarks/results/`.
@NullMarked
package dev.millrace.stack.bench;

import org.jspecify.annotations.NullMarked;
