package dev.millrace.streams.catalogue;

import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.ingest.Inbound;
import dev.millrace.streams.ingest.MessageHeader;
import dev.millrace.streams.ingest.Outcome;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/// Sub-topology: data sets and images → the catalogue store and the compacted topic `item.catalogue.v1`.
public final class Catalogue {

    private Catalogue() {}

    /// Adds it.
    public static void addTo(KStream<String, Inbound> business, TopologySettings settings) {
        Outcome.good(
                        business.process(MaintainCatalogue.supplier(settings), Named.as("maintain-catalogue")),
                        "catalogue")
                .mapValues(Catalogue::orTombstone, Named.as("item-or-tombstone"))
                .processValues(
                        () -> new MessageHeader<>(CatalogueItem.getDescriptor().getFullName()),
                        Named.as("name-catalogue-items"))
                .to(
                        Topics.CATALOGUE.name(),
                        Produced.with(Serdes.String(), ProtoSerde.plain(CatalogueItem.parser()))
                                .withName("publish-catalogue"));
    }

    @SuppressWarnings("NullAway") // a null value is Kafka's tombstone
    private static CatalogueItem orTombstone(java.util.Optional<CatalogueItem> item) {
        return item.orElse(null);
    }
}
