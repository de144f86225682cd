package dev.millrace.streams.orders;

import dev.millrace.contract.proto.Hop;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.ingest.Inbound;
import dev.millrace.streams.ingest.Outcome;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/// Sub-topology: order rows → interactions by item, with the partition's progress between them. Rows arrive in their
/// item's partition, so nothing hops.
public final class Orders {

    private Orders() {}

    /// Interactions of orders and progress of the business database, keyed by item id.
    public static KStream<String, Hop> addTo(KStream<String, Inbound> business, TopologySettings settings) {
        return Outcome.good(business.process(CountOrders.supplier(settings), Named.as("count-orders")), "orders");
    }
}
