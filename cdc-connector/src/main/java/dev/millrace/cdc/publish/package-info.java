/// From Debezium records to Kafka: routing, transactions, source offsets, heartbeats.
@NullMarked
package dev.millrace.cdc.publish;

import org.jspecify.annotations.NullMarked;
