package dev.millrace.streams.behaviour;

import dev.millrace.contract.proto.SourcePosition;
import dev.millrace.contract.proto.WaitingLogin;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.streams.config.TopologySettings.Bounds;
import dev.millrace.streams.runtime.StateStores;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/// Visits of one partition whose login is nobody's yet: the user's row may be read after the visit's. Bounded
/// like waiting rows.
final class WaitingLogins {
    static final String STORE = "login-by-visit";

    /// Visits that are looked at in one round; the next goes on behind them.
    private static final int AT_ONCE = 500;

    private final KeyValueStore<String, WaitingLogin> store;
    private final Bounds bounds;

    /// In order of arrival.
    private final LinkedHashMap<Long, SourcePosition> visits = new LinkedHashMap<>();

    private final Deque<Long> round = new ArrayDeque<>();

    WaitingLogins(KeyValueStore<String, WaitingLogin> store, Bounds bounds) {
        this.store = store;
        this.bounds = bounds;
        List<Map.Entry<Long, SourcePosition>> found = new ArrayList<>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> found.add(Map.entry(Long.parseLong(entry.key), entry.value.getPosition())));
        }
        found.sort(Comparator.comparingLong(entry -> entry.getValue().getCommitTimeUs()));
        found.forEach(entry -> visits.put(entry.getKey(), entry.getValue()));
    }

    static StoreBuilder<?> store() {
        return StateStores.keyed(STORE, ProtoSerde.versioned(WaitingLogin.parser(), 1));
    }

    /// Takes a visit in.
    ///
    /// @param row position of the row that named the login
    /// @return whether there was room
    boolean add(long visit, SourcePosition row) {
        if (!visits.containsKey(visit) && visits.size() >= bounds.waitingRows()) {
            return false;
        }
        if (visits.putIfAbsent(visit, row) == null) {
            store.put(
                    String.valueOf(visit),
                    WaitingLogin.newBuilder().setPosition(row).build());
        }
        return true;
    }

    boolean isEmpty() {
        return visits.isEmpty();
    }

    void remove(long visit) {
        if (visits.remove(visit) != null) {
            store.delete(String.valueOf(visit));
        }
    }

    /// Some of them, each as often as the others.
    Map<Long, SourcePosition> some() {
        if (round.isEmpty()) {
            round.addAll(visits.keySet());
        }
        Map<Long, SourcePosition> some = new LinkedHashMap<>();
        while (some.size() < AT_ONCE && !round.isEmpty()) {
            long visit = round.removeFirst();
            SourcePosition row = visits.get(visit);
            if (row != null) {
                some.put(visit, row);
            }
        }
        return some;
    }

    /// Removes those that have waited longer than rows may.
    ///
    /// @param readUntilUs commit time up to which visits and users have been read
    /// @return how many
    int giveUpOverdue(long readUntilUs) {
        long patienceUs = TimeUnit.MILLISECONDS.toMicros(bounds.waitingTime().toMillis());
        int given = 0;
        while (!visits.isEmpty() && given < AT_ONCE) {
            var oldest = visits.firstEntry();
            if (oldest.getValue().getCommitTimeUs() + patienceUs >= readUntilUs) {
                break;
            }
            remove(oldest.getKey());
            given++;
        }
        return given;
    }
}
