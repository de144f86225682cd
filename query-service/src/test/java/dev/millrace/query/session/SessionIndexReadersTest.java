package dev.millrace.query.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Readers beside the writer. Every session has two items that belong together, and there are always as many sessions:
/// a reader who meets halves, doubles or gaps has seen a state that never was.
class SessionIndexReadersTest {
    private static final int SESSIONS = 300;
    private static final int GROUPS = 40;
    private static final int CHANGES = 400_000; // slots are used again several times

    private final SessionIndex index = new SessionIndex(2 * SESSIONS, 1_000, SESSIONS);
    private final AtomicBoolean stop = new AtomicBoolean();

    private static ItemId first(int group) {
        return ItemId.dataset(1 + group);
    }

    private static ItemId second(int group) {
        return ItemId.api(1 + group);
    }

    private void put(long session, long time, int group) {
        index.put(session, time, List.of(first(group), second(group)));
    }

    @Test
    void seeEverySessionWholeAndOnce() throws Exception {
        for (int session = 1; session <= SESSIONS; session++) {
            put(session, session, session % GROUPS);
        }
        index.publish();
        try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
            Callable<Long> reader = this::readUntilStopped;
            List<Future<Long>> checked = new ArrayList<>(List.of(readers.submit(reader), readers.submit(reader)));
            Random random = new Random(7);
            for (int change = 1; change <= CHANGES; change++) {
                long session = 1 + random.nextInt(SESSIONS);
                put(session, SESSIONS + change, random.nextInt(GROUPS));
                if (change % 3 == 0) {
                    index.publish();
                }
            }
            stop.set(true);
            for (Future<Long> each : checked) {
                assertThat(each.get()).isPositive();
            }
        }
    }

    private long readUntilStopped() {
        long checked = 0;
        while (!stop.get() || checked == 0) {
            SessionView view = index.view();
            String found = read(view);
            if (view.isIntact()) {
                assertThat(found).isEmpty();
                checked++;
            }
        }
        return checked;
    }

    /// What is wrong; empty when nothing is.
    private static String read(SessionView view) {
        Set<Long> sessions = new HashSet<>();
        String wrong = view.count() == SESSIONS ? "" : view.count() + " sessions";
        for (int group = 0; group < GROUPS; group++) {
            int[] one = view.postings(view.number(first(group)));
            int[] other = view.postings(view.number(second(group)));
            if (!java.util.Arrays.equals(one, other)) {
                wrong += " halves in " + group;
            }
            for (int i = 1; i < one.length; i++) {
                boolean isOurs = view.items(one[i])[0] == view.number(first(group));
                if (!isOurs || !sessions.add(view.session(one[i]))) {
                    wrong += " session %d in group %d".formatted(view.session(one[i]), group);
                }
                if (i > 1 && view.timeMs(one[i]) > view.timeMs(one[i - 1])) {
                    wrong += " order of " + group;
                }
            }
        }
        return sessions.size() == SESSIONS ? wrong : wrong + " met " + sessions.size();
    }

    /// A reader who has kept its view for so long that a slot of it was used again is told so.
    @Test
    void findOutThatTheirViewIsOfThePast() {
        put(1, 1, 1);
        put(2, 2, 2);
        index.publish();
        SessionView kept = index.view();
        for (int change = 0; change < SessionSlots.GRACE; change++) {
            put(1, 3 + change, change % GROUPS);
        }
        assertThat(kept.isIntact()).isTrue();
        for (int change = 0; change < 3; change++) {
            put(1, 100_000_000 + change, 1);
        }
        assertThat(kept.isIntact()).isFalse();
        assertThat(index.view()).as("nothing was published").isSameAs(kept);
        index.publish();
        assertThat(index.view().isIntact()).isTrue();
    }
}
