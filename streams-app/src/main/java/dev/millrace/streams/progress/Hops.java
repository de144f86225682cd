package dev.millrace.streams.progress;

import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.PartitionProgress;
import dev.millrace.contract.proto.SourceHeartbeat;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.streams.config.TopologySettings;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.StreamPartitioner;

/// A hop: records change their partition through a repartition topic. Data goes to the partition of its key; progress
/// of an upstream partition goes to every downstream partition behind the data that it covers.
public final class Hops {
    private static final ProtoSerde<Hop> SERDE = ProtoSerde.versioned(Hop.parser(), 1);

    private Hops() {}

    /// `stream`, re-partitioned by its key.
    ///
    /// @param name durable name of the repartition topic
    public static KStream<String, Hop> through(KStream<String, Hop> stream, String name, TopologySettings settings) {
        return stream.repartition(Repartitioned.<String, Hop>as(name)
                .withKeySerde(Serdes.String())
                .withValueSerde(SERDE)
                .withNumberOfPartitions(settings.partitions())
                .withStreamPartitioner(new ByKeyOrToAll()));
    }

    /// The progress of `partition` that a heartbeat tells.
    public static Hop progress(SourceHeartbeat beat, int partition) {
        return progress(beat.getDatabase(), partition, beat.getCommitTimeUs());
    }

    /// Progress of an upstream partition.
    public static Hop progress(String database, int partition, long commitTimeUs) {
        return Hop.newBuilder()
                .setProgress(PartitionProgress.newBuilder()
                        .setDatabase(database)
                        .setPartition(partition)
                        .setCommitTimeUs(commitTimeUs))
                .build();
    }

    /// Multicast of progress (KIP-837), murmur2 of the key for the rest.
    private static final class ByKeyOrToAll implements StreamPartitioner<String, Hop> {
        @Override
        public Optional<Set<Integer>> partitions(String topic, String key, Hop value, int count) {
            return Optional.of(
                    value.hasProgress()
                            ? IntStream.range(0, count).boxed().collect(Collectors.toUnmodifiableSet())
                            : Set.of(Partitions.of(key, count)));
        }
    }
}
