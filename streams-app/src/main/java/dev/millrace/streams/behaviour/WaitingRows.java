package dev.millrace.streams.behaviour;

import dev.millrace.contract.proto.ActionRow;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.streams.config.TopologySettings.Bounds;
import dev.millrace.streams.runtime.StateStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// Action rows of one partition that wait for their visit or action. Bounded; the keys are mirrored on the heap, so
/// that
/// an empty room costs nothing.
final class WaitingRows {
    static final String STORE = "waiting-by-visit";

    /// Rows tried again in one round; the next round goes on behind them.
    static final int TRIED_AT_ONCE = 500;

    /// A waiting row holds the partition's progress back this long; then it counts as late rather than as unread.
    private static final long HOLDS_PROGRESS_MS = 1_000;

    private final KeyValueStore<String, ActionRow> store;
    private final Bounds bounds;
    private final TreeMap<String, Arrival> keys = new TreeMap<>();
    private String cursor = "";

    private record Arrival(long commitTimeUs, long arrivedMs) {}

    WaitingRows(KeyValueStore<String, ActionRow> store, Bounds bounds) {
        this.store = store;
        this.bounds = bounds;
        try (var all = store.all()) {
            all.forEachRemaining(entry -> keys.put(entry.key, arrival(entry.value)));
        }
    }

    static StoreBuilder<?> store() {
        return StateStores.keyed(STORE, ProtoSerde.versioned(ActionRow.parser(), 1));
    }

    static String key(ActionRow row) {
        return row.getVisit() + "|" + row.getId();
    }

    /// Takes a row in, or a newer image of one that waits; returns it when there is no room.
    Optional<ActionRow> add(ActionRow row) {
        String key = key(row);
        if (keys.size() >= bounds.waitingRows() && !keys.containsKey(key)) {
            return Optional.of(row);
        }
        @Nullable ActionRow known = store.get(key);
        ActionRow kept = known == null
                ? row
                : row.toBuilder().setArrivedMs(known.getArrivedMs()).build();
        store.put(key, kept);
        keys.put(key, arrival(kept));
        return Optional.empty();
    }

    void remove(String key) {
        if (keys.remove(key) != null) {
            store.delete(key);
        }
    }

    /// The waiting rows of one visit.
    List<ActionRow> ofVisit(String visit) {
        if (keys.isEmpty()) {
            return List.of();
        }
        List<ActionRow> rows = new ArrayList<>();
        try (var found = store.prefixScan(visit + "|", Serdes.String().serializer())) {
            found.forEachRemaining(entry -> rows.add(entry.value));
        }
        return rows;
    }

    /// The next rows in turn.
    List<ActionRow> nextToTry() {
        List<ActionRow> rows = new ArrayList<>();
        for (String key : keys.tailMap(cursor, false).keySet().stream()
                .limit(TRIED_AT_ONCE)
                .toList()) {
            @Nullable ActionRow row = store.get(key);
            if (row != null) {
                rows.add(row);
            }
            cursor = key;
        }
        if (rows.size() < TRIED_AT_ONCE) {
            cursor = "";
        }
        return rows;
    }

    /// Whether a row has waited longer than rows may.
    boolean isOverdue(ActionRow row, long nowMs) {
        return nowMs - row.getArrivedMs() > bounds.waitingTime().toMillis();
    }

    /// `commitTimeUs`, or just before the oldest change that waits since less than a second.
    long completeUntilUs(long commitTimeUs, long nowMs) {
        return keys.values().stream()
                .filter(arrival -> nowMs - arrival.arrivedMs() < HOLDS_PROGRESS_MS)
                .mapToLong(arrival -> arrival.commitTimeUs() - 1)
                .reduce(commitTimeUs, Math::min);
    }

    private static Arrival arrival(ActionRow row) {
        return new Arrival(row.getPosition().getCommitTimeUs(), row.getArrivedMs());
    }
}
