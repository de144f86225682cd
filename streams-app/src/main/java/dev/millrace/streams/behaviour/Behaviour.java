package dev.millrace.streams.behaviour;

import dev.millrace.contract.proto.ActionMeaning;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.ingest.Inbound;
import dev.millrace.streams.ingest.MessageHeader;
import dev.millrace.streams.ingest.Outcome;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;

/// Sub-topology: Matomo rows → views and clicks by item, with the partition's progress between them.
///
/// `log_action` is reduced to the rows that mean something (`matomo.action.v1`), and only that table is replicated
/// into every instance. Visits and their actions share a partition, so they join without a hop.
public final class Behaviour {
    /// The replicated table of actions, by idaction.
    static final String ACTION_TABLE = "action-by-id";

    private Behaviour() {}

    /// Interactions of visits and progress of the Matomo database, keyed by item id.
    public static KStream<String, Hop> addTo(
            StreamsBuilder builder, KStream<String, Inbound> matomo, TopologySettings settings) {
        publishActions(matomo);
        builder.globalTable(
                Topics.ACTIONS.name(),
                Consumed.with(Serdes.String(), ProtoSerde.plain(ActionMeaning.parser()))
                        .withName("actions"),
                Materialized.<String, ActionMeaning, KeyValueStore<Bytes, byte[]>>as(ACTION_TABLE)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(ProtoSerde.plain(ActionMeaning.parser())));
        return Outcome.good(matomo.process(CountActions.supplier(settings), Named.as("count-actions")), "behaviour");
    }

    private static void publishActions(KStream<String, Inbound> matomo) {
        Outcome.good(matomo.process(ReduceActions::new, Named.as("reduce-actions")), "actions")
                .mapValues(Behaviour::orTombstone, Named.as("action-or-tombstone"))
                .processValues(
                        () -> new MessageHeader<>(ActionMeaning.getDescriptor().getFullName()),
                        Named.as("name-actions"))
                .to(
                        Topics.ACTIONS.name(),
                        Produced.with(Serdes.String(), ProtoSerde.plain(ActionMeaning.parser()))
                                .withStreamPartitioner(new ActionPartitioner())
                                .withName("publish-actions"));
    }

    @SuppressWarnings("NullAway") // a null value is Kafka's tombstone
    private static ActionMeaning orTombstone(Optional<ActionMeaning> meaning) {
        return meaning.orElse(null);
    }
}
