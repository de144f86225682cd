/// KafkaStreams lifecycle: settings, RocksDB bounds, handlers.
@NullMarked
package dev.millrace.streams.runtime;

import org.jspecify.annotations.NullMarked;
