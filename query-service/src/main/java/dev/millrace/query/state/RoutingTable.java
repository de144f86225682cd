package dev.millrace.query.state;

import com.google.protobuf.MessageLite;
import dev.millrace.contract.proto.IqRoutes;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which host has which store partition.
final class RoutingTable {
    static final RoutingTable EMPTY = new RoutingTable(Map.of());

    private final Map<Place, Owners> owners;

    private RoutingTable(Map<Place, Owners> owners) {
        this.owners = Map.copyOf(owners);
    }

    private record Place(String store, int partition) {}

    /// @param inOrder the active one, if there is one, and the standbys
    private record Owners(String active, List<String> inOrder) {
        static Owners of(String active, List<String> standbys) {
            List<String> hosts = new ArrayList<>(standbys.size() + 1);
            if (!active.isEmpty()) {
                hosts.add(active);
            }
            hosts.addAll(standbys);
            return new Owners(active, List.copyOf(hosts));
        }
    }

    /// @throws IqException when the other side has another number of partitions: keys would be looked for elsewhere
    static RoutingTable of(IqRoutes routes) {
        if (routes.getPartitions() != Topics.PARTITIONS) {
            throw new IqException("streams-app has %d partitions, this program %d: run the same version of both"
                    .formatted(routes.getPartitions(), Topics.PARTITIONS));
        }
        Map<Place, Owners> owners = new HashMap<>();
        for (IqRoutes.Route route : routes.getRoutesList()) {
            owners.put(
                    new Place(route.getStore(), route.getPartition()),
                    Owners.of(route.getActive(), route.getStandbysList()));
        }
        return new RoutingTable(owners);
    }

    /// Hosts to ask, the active one first.
    List<String> hosts(Lookup<?> lookup) {
        Owners found = owners.get(new Place(lookup.store().name(), lookup.partition()));
        return found == null ? List.of() : found.inOrder();
    }

    /// Every host named.
    Set<String> allHosts() {
        Set<String> hosts = new LinkedHashSet<>();
        owners.values().forEach(found -> hosts.addAll(found.inOrder()));
        return hosts;
    }

    /// How many store partitions have an active owner.
    int owned() {
        return (int) owners.values().stream()
                .filter(found -> !found.active().isEmpty())
                .count();
    }

    /// Whether every partition of every queryable store has an active owner.
    boolean complete() {
        for (QueryableStore<? extends MessageLite> store : QueryableStore.ALL) {
            for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                Owners found = owners.get(new Place(store.name(), partition));
                if (found == null || found.active().isEmpty()) {
                    return false;
                }
            }
        }
        return true;
    }
}
