package dev.millrace.streams.profile;

import dev.millrace.contract.proto.Hop;
import dev.millrace.streams.config.TopologySettings;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/// Sub-topology: interactions by actor → changes of item pairs, keyed by item.
public final class Profile {

    private Profile() {}

    /// Pair changes and progress, keyed by item id.
    public static KStream<String, Hop> addTo(KStream<String, Hop> byActor, TopologySettings settings) {
        return byActor.process(PairItems.supplier(settings), Named.as("pair-items"));
    }

    /// `hops` with the actor as key; progress keeps its key.
    public static KStream<String, Hop> keyedByActor(KStream<String, Hop> hops, String origin) {
        return hops.map(
                (key, hop) -> KeyValue.pair(
                        hop.hasInteraction() ? hop.getInteraction().getActor() : key, hop),
                Named.as("key-" + origin + "-by-actor"));
    }
}
