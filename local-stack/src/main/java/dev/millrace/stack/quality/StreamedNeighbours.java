package dev.millrace.stack.quality;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Activity;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.Neighbours;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.neighbours.ItemNeighbours;
import dev.millrace.streams.progress.Hops;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The sub-topologies of neighbours as they run, told one interaction after the other and asked in between.
final class StreamedNeighbours implements AutoCloseable {
    private static final int DRAIN_EVERY = 500;
    private static final String INPUT = "interactions-by-actor";
    private static final ProtoSerde<Hop> HOPS = ProtoSerde.versioned(Hop.parser(), 1);

    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Hop> input;
    private final KeyValueStore<String, Neighbours> neighbours;
    private final KeyValueStore<String, Activity> activities;
    private long number;

    /// @param folder for its state
    /// @param settings with one partition
    StreamedNeighbours(Path folder, TopologySettings settings) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "quality");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        StreamsBuilder builder = new StreamsBuilder();
        var byActor = builder.stream(INPUT, Consumed.with(Serdes.String(), HOPS));
        ItemNeighbours.addTo(
                Hops.through(ItemNeighbours.pairs(byActor, settings), "pairs-to-item", settings), settings);
        driver = new TopologyTestDriver(builder.build(), config);
        input = driver.createInputTopic(INPUT, new StringSerializer(), HOPS.serializer());
        neighbours = driver.getKeyValueStore(QueryableStore.NEIGHBOURS.name());
        activities = driver.getKeyValueStore(QueryableStore.ACTIVITY.name());
    }

    void learn(Event event) {
        String actor = new Actor.User(event.actor()).key();
        Interaction interaction = Interaction.newBuilder()
                .setInteractionId("row:" + ++number)
                .setActor(actor)
                .setItemId(ItemId.dataset(event.item()).key())
                .setKind(event.kind())
                .setEffect(Effect.ADD)
                .setEventTimeMs(event.timeMs())
                .build();
        input.pipeInput(actor, Hop.newBuilder().setInteraction(interaction).build(), event.timeMs());
        if (number % DRAIN_EVERY == 0) {
            drain();
        }
    }

    /// The driver keeps whatever goes to a topic, changelogs too, until somebody reads it.
    private void drain() {
        for (String topic : driver.producedTopicNames()) {
            driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList();
        }
    }

    Neighbours of(long item) {
        @Nullable Neighbours found = neighbours.get(ItemId.dataset(item).key());
        return found == null ? Neighbours.getDefaultInstance() : found;
    }

    Activity activity(String item) {
        @Nullable Activity found = activities.get(item);
        return found == null ? Activity.getDefaultInstance() : found;
    }

    @Override
    public void close() {
        driver.close();
    }
}
