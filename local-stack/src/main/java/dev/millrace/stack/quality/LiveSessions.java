package dev.millrace.stack.quality;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.session.SessionIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Tells the index of query-service one click after the other, as streams-app and the topic between them do.
final class LiveSessions {
    private static final int MOST = 100_000_000;

    private final SessionIndex index;
    private final int length;
    private final Map<Long, LinkedHashSet<Long>> items = new HashMap<>();

    /// @param sample newest sessions of an item that are wanted
    /// @param length newest items of a session that are kept
    LiveSessions(int sample, int length) {
        this.index = new SessionIndex(MOST, MOST, sample);
        this.length = length;
    }

    SessionIndex index() {
        return index;
    }

    /// A session takes an item.
    void take(long session, long item, long timeMs) {
        LinkedHashSet<Long> taken = items.computeIfAbsent(session, _ -> new LinkedHashSet<>());
        taken.remove(item);
        taken.add(item);
        if (taken.size() > length) {
            taken.removeFirst();
        }
        index.put(session, timeMs, ids(taken));
        index.publish();
    }

    static List<ItemId> ids(Iterable<Long> items) {
        List<ItemId> ids = new ArrayList<>();
        items.forEach(item -> ids.add(ItemId.dataset(item)));
        return ids;
    }
}
