package dev.millrace.stack.bench;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.stack.load.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Data sets that exist for probes only.
final class ProbeItems {

    private ProbeItems() {}

    /// Offers `count` of them, in the caller's transaction, and gives their numbers.
    static List<Long> offer(Sql shop, int count, String purpose) throws SQLException {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(shop.insert(
                    "INSERT INTO dataset (dataset_name, description, tag, price, create_company_name)"
                            + " VALUES (?, 'made by the freshness bench', '', 1, ?)",
                    "Probe %s %d".formatted(purpose, i),
                    "Bench seller %s %d".formatted(purpose, i)));
        }
        return ids;
    }

    /// The entry of an item in a store that is keyed by item.
    static Probe.StoreKey entryOf(QueryableStore<?> store, long item) {
        String key = ItemId.dataset(item).key();
        return new Probe.StoreKey(store.name(), Partitions.of(key), key);
    }
}
