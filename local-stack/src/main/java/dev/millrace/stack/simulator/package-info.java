/// A seeded marketplace that lives in the two databases as a shop and its Matomo would, and never touches Kafka.
@NullMarked
package dev.millrace.stack.simulator;

import org.jspecify.annotations.NullMarked;
