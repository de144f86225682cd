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
                IqRoutes.Route route = route(store, partition, List.copyOf(instances));
                ready &= !route.getActive().isEmpty();
                routes.addRoutes(route);
            }
        }
        return routes.setReady(ready).build();
    }

    private static IqRoutes.Route route(QueryableStore<?> store, int partition, List<StreamsMetadata> instances) {
        String active = "";
        List<String> standbys = new ArrayList<>();
        for (StreamsMetadata instance : instances) {
            if (instance.stateStoreNames().contains(store.name())
                    && holds(instance.topicPartitions(), store.kept(), partition)) {
                active = address(instance.hostInfo());
            } else if (instance.standbyStateStoreNames().contains(store.name())
                    && holds(instance.standbyTopicPartitions(), store.kept(), partition)) {
                standbys.add(address(instance.hostInfo()));
            }
        }
        return IqRoutes.Route.newBuilder()
                .setStore(store.name())
                .setPartition(partition)
                .setActive(active)
                .addAllStandbys(standbys)
                .build();
    }

    /// A sub-topology's partition is held by whoever holds that partition of one of its source topics.
    static boolean holds(Iterable<TopicPartition> topics, QueryableStore.Kept kept, int partition) {
        String source = switch (kept) {
            case ITEMS -> "behaviour-to-item-repartition";
            case NEIGHBOURS -> "pairs-to-item-repartition";
            case ACTORS -> "behaviour-to-actor-repartition";
        };
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
