package dev.millrace.streams.ingest;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.proto.DeadLetter;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.config.TopologySettings;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/// Sub-topology: all topics of the sources of one role → rows and heartbeats in commit order per partition.
///
/// One source node for all of them: tasks then take the record with the oldest commit time first, which puts a
/// heartbeat behind every row that it vouches for.
public final class Ingest {

    private Ingest() {}

    /// Rows and heartbeats of the role `database`; dead letters leave here.
    public static KStream<String, Inbound> addTo(
            StreamsBuilder builder, SourceDatabase database, TopologySettings settings) {
        String prefix = database.prefix();
        InboundTopics topics = InboundTopics.of(database, settings);
        KStream<String, Inbound> inbound = builder.stream(
                        topics.names(),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                                .withTimestampExtractor(new ClampedTimestamps())
                                .withName(prefix + "-changes"))
                .process(() -> new ReadInbound(database, topics, settings), Named.as("read-" + prefix + "-changes"));
        deadLetters(
                inbound.filter((key, value) -> value instanceof Inbound.Bad, Named.as("bad-" + prefix + "-records"))
                        .mapValues(value -> ((Inbound.Bad) value).letter(), Named.as("letters-of-" + prefix)),
                prefix);
        return inbound.filterNot((key, value) -> value instanceof Inbound.Bad, Named.as("good-" + prefix + "-records"));
    }

    /// Sends letters to their topic, keyed by the raw partition they are about.
    public static void deadLetters(KStream<String, DeadLetter> letters, String origin) {
        letters.selectKey((key, letter) -> DeadLetters.key(letter), Named.as("key-letters-of-" + origin))
                .processValues(
                        () -> new MessageHeader<>(DeadLetter.getDescriptor().getFullName()),
                        Named.as("name-letters-of-" + origin))
                .to(
                        Topics.DEAD_LETTERS.name(),
                        Produced.with(Serdes.String(), ProtoSerde.plain(DeadLetter.parser()))
                                .withName("dead-letters-of-" + origin));
    }
}
