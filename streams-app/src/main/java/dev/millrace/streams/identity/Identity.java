package dev.millrace.streams.identity;

import dev.millrace.contract.proto.Hop;
import dev.millrace.streams.config.TopologySettings;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/// Sub-topology: interactions of visitors and logins → the profile of each visitor, and what of it joins the
/// profile of a user.
public final class Identity {

    private Identity() {}

    /// Changes of users' profiles, keyed by user.
    ///
    /// @param byActor interactions, logins and progress, partitioned by actor
    public static KStream<String, Hop> addTo(KStream<String, Hop> byActor, TopologySettings settings) {
        return byActor.process(LinkVisitors.supplier(settings), Named.as("link-visitors"));
    }

    /// `hops` with the actor as key, logins with their visitor; progress keeps its key.
    public static KStream<String, Hop> keyedByActor(KStream<String, Hop> hops, String origin) {
        return hops.map((key, hop) -> KeyValue.pair(actor(key, hop), hop), Named.as("key-" + origin + "-by-actor"));
    }

    private static String actor(String key, Hop hop) {
        return switch (hop.getKindCase()) {
            case INTERACTION -> hop.getInteraction().getActor();
            case LOGIN -> hop.getLogin().getVisitor();
            case PAIRS, BATCH, PROFILE, PROGRESS, KIND_NOT_SET -> key;
        };
    }
}
