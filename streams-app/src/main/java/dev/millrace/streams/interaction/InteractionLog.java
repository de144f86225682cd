package dev.millrace.streams.interaction;

import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.ingest.MessageHeader;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/// Sub-topology: interactions → the public topic `user.interaction.v1`, keyed by actor.
public final class InteractionLog {

    private InteractionLog() {}

    /// Publishes the interactions among `hops`.
    ///
    /// @param origin names the operators
    public static void addTo(KStream<String, Hop> hops, String origin) {
        hops.filter((key, hop) -> hop.hasInteraction(), Named.as("interactions-of-" + origin))
                .map(
                        (key, hop) -> org.apache.kafka.streams.KeyValue.pair(
                                hop.getInteraction().getActor(), hop.getInteraction()),
                        Named.as("key-interactions-of-" + origin))
                .processValues(
                        () -> new MessageHeader<>(Interaction.getDescriptor().getFullName()),
                        Named.as("name-interactions-of-" + origin))
                .to(
                        Topics.INTERACTIONS.name(),
                        Produced.with(Serdes.String(), ProtoSerde.plain(Interaction.parser()))
                                .withName("publish-interactions-of-" + origin));
    }
}
