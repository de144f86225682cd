package dev.millrace.query.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The index against a scan of all sessions, while sessions come, go on, lose items and fall out. Replay a failure
/// with `-Dseed=`.
class SessionIndexPropertyTest {
    private static final int SESSIONS = 60;
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @ParameterizedTest
    @CsvSource({
        "3,2,2,DROP_CURRENT",
        "10,4,5,KEEP",
        "10,10,9,DROP_PATH",
        "1,1,1,DROP_PATH",
        "1000,1000,4,DROP_CURRENT",
        "40,7,9,KEEP"
    })
    void answersWhatAScanAnswers(int sample, int neighbours, int length, Seen seen) {
        SessionSettings settings = new SessionSettings(sample, neighbours, length, seen);
        SessionIndex index = new SessionIndex(SESSIONS, 1_000, sample);
        SessionRecall recall = new SessionRecall(index, settings);
        BruteForce oracle = new BruteForce();
        for (int step = 0; step < 3_000; step++) {
            change(index, oracle);
            if (step % 5 == 0) {
                index.publish();
                assertThat(index.size()).as("seed %d", seed).isEqualTo(oracle.size());
                List<ItemId> path = items(1 + random.nextInt(12), 25);
                Set<ItemId> hidden = new LinkedHashSet<>(items(3, 20));
                int limit = 1 + random.nextInt(20);
                assertThat(sorted(recall.recall(path, id -> !hidden.contains(id), 50), limit))
                        .as("seed %d, step %d, path %s", seed, step, path)
                        .isEqualTo(oracle.recall(path, settings, id -> !hidden.contains(id), limit));
            }
        }
    }

    /// Rounded as the oracle is, and sorted again: what it takes for equal may differ in the last digits.
    private static List<Candidate> sorted(List<Candidate> found, int limit) {
        return found.stream()
                .map(one -> new Candidate(one.id(), BruteForce.rounded(one.score())))
                .sorted(Comparator.comparingDouble(Candidate::score).reversed().thenComparing(Candidate::id))
                .limit(limit)
                .toList();
    }

    private void change(SessionIndex index, BruteForce oracle) {
        long session = 1 + random.nextInt(100);
        switch (random.nextInt(400)) {
            case 0 -> {
                index.clear();
                oracle.clear();
            }
            case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 -> {
                index.remove(session);
                oracle.remove(session);
            }
            default -> {
                List<ItemId> items = new ArrayList<>(new LinkedHashSet<>(items(random.nextInt(7), 20)));
                if (oracle.size() == SESSIONS && items.size() > 1 && !oracle.has(session)) {
                    assertThat(index.put(session, 1, items)).isFalse();
                    long oldest = oracle.oldest();
                    index.remove(oldest);
                    oracle.remove(oldest);
                }
                long time = random.nextInt(200);
                assertThat(index.put(session, time, items)).isTrue();
                oracle.put(session, time, items);
            }
        }
    }

    /// Few are met often.
    private List<ItemId> items(int count, int range) {
        List<ItemId> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long number = 1 + (int) (range * Math.pow(random.nextDouble(), 2));
            items.add(number % 5 == 0 ? ItemId.api(number) : ItemId.dataset(number));
        }
        return items;
    }
}
