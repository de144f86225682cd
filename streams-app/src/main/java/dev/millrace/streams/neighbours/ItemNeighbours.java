package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.Hop;
import dev.millrace.streams.config.TopologySettings;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/// Sub-topology: pair changes by item → each item's neighbours (item-item collaborative filtering, per event).
public final class ItemNeighbours {

    private ItemNeighbours() {}

    /// Adds it.
    ///
    /// @param byItem pair changes and progress, partitioned by item
    public static void addTo(KStream<String, Hop> byItem, TopologySettings settings) {
        byItem.process(RankNeighbours.supplier(settings), Named.as("rank-neighbours"));
    }
}
