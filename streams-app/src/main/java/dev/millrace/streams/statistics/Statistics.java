package dev.millrace.streams.statistics;

import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.ingest.MessageHeader;
import dev.millrace.streams.trending.WindowClock;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/// Sub-topology: interactions by item → statistics, the compacted topic `item.statistics.v1`, and trending
/// lists.
public final class Statistics {

    private Statistics() {}

    /// Adds it.
    ///
    /// @param byItem interactions and progress, partitioned by item as the catalogue is
    public static void addTo(KStream<String, Hop> byItem, TopologySettings settings, WindowClock clock) {
        byItem.process(
                        CountInteractions.supplier(settings, clock),
                        Named.as("count-interactions"),
                        QueryableStore.CATALOGUE.name())
                .mapValues(Statistics::orTombstone, Named.as("statistics-or-tombstone"))
                .processValues(
                        () -> new MessageHeader<>(ItemStatistics.getDescriptor().getFullName()),
                        Named.as("name-statistics"))
                .to(
                        Topics.STATISTICS.name(),
                        Produced.with(Serdes.String(), ProtoSerde.plain(ItemStatistics.parser()))
                                .withName("publish-statistics"));
    }

    @SuppressWarnings("NullAway") // a null value is Kafka's tombstone
    private static ItemStatistics orTombstone(Optional<ItemStatistics> statistics) {
        return statistics.orElse(null);
    }
}
