package dev.millrace.streams.session;

import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.SessionItems;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.ingest.MessageHeader;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/// Sub-topology: interactions of visits → the compacted topic `session.items.v1`. Without a hop: a visit's
/// interactions are told in the visit's partition.
public final class Sessions {

    private Sessions() {}

    /// Adds it.
    ///
    /// @param behaviour interactions of visits and progress, as they leave the visits' partitions
    public static void addTo(KStream<String, Hop> behaviour, TopologySettings settings) {
        behaviour
                .process(KeepSessions.supplier(settings), Named.as("keep-sessions"))
                .mapValues(Sessions::orTombstone, Named.as("session-or-tombstone"))
                .processValues(
                        () -> new MessageHeader<>(SessionItems.getDescriptor().getFullName()),
                        Named.as("name-sessions"))
                .to(
                        Topics.SESSIONS.name(),
                        Produced.with(Serdes.String(), ProtoSerde.plain(SessionItems.parser()))
                                .withStreamPartitioner(new SessionPartitioner())
                                .withName("publish-sessions"));
    }

    @SuppressWarnings("NullAway") // a null value is Kafka's tombstone
    private static SessionItems orTombstone(Optional<SessionItems> items) {
        return items.orElse(null);
    }
}
