package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.Hop;
import dev.millrace.streams.config.TopologySettings;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/// Sub-topology: interactions by actor → changes of item pairs → each item's neighbours (item-item
/// collaborative filtering, per event).
public final class ItemNeighbours {

    private ItemNeighbours() {}

    /// The processor that turns interactions by actor into pair changes, for a replay of its own.
    public static ProcessorSupplier<String, Hop, String, Hop> pairing(TopologySettings settings) {
        return PairItems.supplier(settings);
    }

    /// The processor that ranks them.
    public static ProcessorSupplier<String, Hop, Void, Void> ranking(TopologySettings settings) {
        return RankNeighbours.supplier(settings);
    }

    /// Pair changes and progress, keyed by item id.
    ///
    /// @param byActor interactions and progress, partitioned by actor
    public static KStream<String, Hop> pairs(KStream<String, Hop> byActor, TopologySettings settings) {
        return byActor.process(PairItems.supplier(settings), Named.as("pair-items"));
    }

    /// Ranks them.
    ///
    /// @param byItem pair changes and progress, partitioned by item
    public static void addTo(KStream<String, Hop> byItem, TopologySettings settings) {
        byItem.process(RankNeighbours.supplier(settings), Named.as("rank-neighbours"));
    }
}
