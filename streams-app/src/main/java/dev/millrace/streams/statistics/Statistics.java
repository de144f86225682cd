package dev.millrace.streams.statistics;

import dev.millrace.contract.proto.Hop;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.trending.WindowClock;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/// Sub-topology: interactions by item → statistics and trending lists.
public final class Statistics {

    private Statistics() {}

    /// Adds it.
    ///
    /// @param byItem interactions and progress, partitioned by item
    public static void addTo(KStream<String, Hop> byItem, TopologySettings settings, WindowClock clock) {
        byItem.process(CountInteractions.supplier(settings, clock), Named.as("count-interactions"));
    }
}
