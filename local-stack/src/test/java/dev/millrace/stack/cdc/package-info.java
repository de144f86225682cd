/// The connector on a real MySQL and a real Kafka broker.
@NullMarked
package dev.millrace.stack.cdc;

import org.jspecify.annotations.NullMarked;
