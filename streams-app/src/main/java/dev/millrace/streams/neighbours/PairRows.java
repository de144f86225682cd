package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.ItemPairs;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.streams.runtime.HotValues;
import dev.millrace.streams.runtime.StateStores;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// Rows in their store, in two entries each: all pairs as they were at some time, and what has changed since.
///
/// A popular item has hundreds of pairs, of which a commit changes a few: writing, and logging, all of them each time
/// cost a third of streams-app. All are written again when a quarter has changed.
final class PairRows implements HotValues.Backing<PairRow> {
    static final String STORE = "pairs-by-item";

    /// What the key of the changes has behind the item: sorts right behind it.
    static final String SINCE = "!since";

    private static final int FEW = 32;
    private static final int SHARE = 4;

    private final KeyValueStore<String, ItemPairs> store;

    PairRows(ProcessorContext<?, ?> context) {
        store = context.getStateStore(STORE);
    }

    static StoreBuilder<?> store() {
        return StateStores.keyed(STORE, ProtoSerde.versioned(ItemPairs.parser(), 1));
    }

    @Override
    public @Nullable PairRow get(String item) {
        @Nullable ItemPairs whole = store.get(item);
        return whole == null ? null : PairRow.of(whole, store.get(item + SINCE));
    }

    @Override
    public void put(String item, PairRow row) {
        if (row.isStored() && row.changes() <= Math.max(FEW, row.size() / SHARE)) {
            store.put(item + SINCE, row.since());
        } else {
            store.put(item, row.whole());
            store.delete(item + SINCE);
        }
    }

    @Override
    public void delete(String item) {
        store.delete(item);
        store.delete(item + SINCE);
    }
}
