package dev.millrace.query.statistics;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Activity;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.query.item.ItemTable;
import dev.millrace.query.state.TopicReplica;
import dev.millrace.query.state.TopicReplica.Applied;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/// How active each item is, by which neighbours' scores are normalised, in memory: the store `activity-by-item`
/// of streams-app, from the log that its standbys read, too.
///
/// A list of neighbours needs that of a hundred items, which lie in all partitions: asked for with every list it cost
/// more than the list (docs/decisions/0028).
///
/// **Threads:** one writer (the replica's), any number of readers.
public final class ActivityIndex implements TopicReplica.Content {
    private final ItemTable<Activity> items = new ItemTable<>();
    private final int maxItems;
    private volatile boolean isComplete;

    /// @param maxItems more are refused
    public ActivityIndex(int maxItems) {
        this.maxItems = maxItems;
    }

    /// Of an item, by its [ItemId#code]; null when it has none, or is not known yet.
    public @Nullable Activity of(long code) {
        return items.get(code);
    }

    /// Whether all that was there at the start has been read.
    public boolean isComplete() {
        return isComplete;
    }

    @Override
    public Applied apply(ConsumerRecord<String, byte[]> found) {
        Optional<ItemId> id = found.key() == null ? Optional.empty() : ItemId.parse(found.key());
        if (id.isEmpty()) {
            return Applied.UNREADABLE;
        }
        long code = id.get().code();
        if (found.value() == null) {
            items.remove(code);
            return Applied.TAKEN;
        }
        try {
            return put(code, QueryableStore.ACTIVITY.serde().fromBytes(found.value()));
        } catch (SerializationException e) {
            return Applied.UNREADABLE;
        }
    }

    private Applied put(long code, Activity activity) {
        if (items.size() >= maxItems && !items.has(code)) {
            return Applied.REFUSED;
        }
        items.put(code, activity);
        return Applied.TAKEN;
    }

    @Override
    public void pause() {
        // Each item is seen as soon as it is put.
    }

    @Override
    public void caughtUp() {
        isComplete = true;
    }

    @Override
    public void clear() {
        isComplete = false;
        items.clear();
    }

    @Override
    public int size() {
        return items.size();
    }
}
