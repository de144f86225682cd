/// MySQL rows to change events on Kafka: wiring of the process.
@NullMarked
package dev.millrace.cdc;

import org.jspecify.annotations.NullMarked;
