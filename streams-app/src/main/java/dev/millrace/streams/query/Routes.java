package dev.millrace.streams.query;

import com.google.protobuf.MessageLite;
import dev.millrace.contract.proto.IqRoutes;
import dev.millrace.contract.store.QueryableStore;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;

/// Who owns which partition of which store, as this instance knows it.
final class Routes {

    private Routes() {}

    /// The routing table; `ready` when every partition of every store has an owner.
    static IqRoutes of(KafkaStreams streams, int partitions) {
        var instances = streams.metadataForAllStreamsClients();
        IqRoutes.Builder routes = IqRoutes.newBuilder().setPartitions(partitions);
        boolean ready = true;
        for (QueryableStore<? extends MessageLite> store : QueryableStore.ALL) {
            for (int partition = 0; partition < partitions; partition++) {
                IqRoutes.Route route = route(store.name(), partition, List.copyOf(instances));
                ready &= !route.getActive().isEmpty();
                routes.addRoutes(route);
            }
        }
        return routes.setReady(ready).build();
    }

    private static IqRoutes.Route route(String store, int partition, List<StreamsMetadata> instances) {
        String active = "";
        List<String> standbys = new ArrayList<>();
        for (StreamsMetadata instance : instances) {
            if (instance.stateStoreNames().contains(store) && holds(instance.topicPartitions(), store, partition)) {
                active = address(instance.hostInfo());
            } else if (instance.standbyStateStoreNames().contains(store)
                    && holds(instance.standbyTopicPartitions(), store, partition)) {
                standbys.add(address(instance.hostInfo()));
            }
        }
        return IqRoutes.Route.newBuilder()
                .setStore(store)
                .setPartition(partition)
                .setActive(active)
                .addAllStandbys(standbys)
                .build();
    }

    /// A sub-topology's partition is held by whoever holds that partition of one of its source topics.
    private static boolean holds(Iterable<TopicPartition> topics, String store, int partition) {
        boolean ofNeighbours = store.equals(QueryableStore.NEIGHBOURS.name())
                || store.equals(QueryableStore.ACTIVITY.name())
                || store.equals(QueryableStore.NEIGHBOUR_PROGRESS.name());
        String source = ofNeighbours ? "pairs-to-item-repartition" : "behaviour-to-item-repartition";
        for (TopicPartition topic : topics) {
            if (topic.partition() == partition && topic.topic().endsWith(source)) {
                return true;
            }
        }
        return false;
    }

    private static String address(HostInfo host) {
        return host.host() + ":" + host.port();
    }
}
