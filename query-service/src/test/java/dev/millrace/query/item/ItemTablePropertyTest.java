package dev.millrace.query.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The table against a `HashMap`, and read while it is written. Replay a failure with `-Dseed=`.
class ItemTablePropertyTest {
    private static final int CODES = 2_000;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void answersWhatAHashMapAnswers() {
        ItemTable<Integer> table = new ItemTable<>();
        Map<Long, Integer> oracle = new HashMap<>();
        for (int step = 0; step < 200_000; step++) {
            long code = code();
            switch (random.nextInt(7)) {
                case 0, 1 -> assertThat(table.remove(code)).as("seed %d", seed).isEqualTo(oracle.remove(code));
                case 2 -> assertThat(table.get(code)).as("seed %d", seed).isEqualTo(oracle.get(code));
                default -> assertThat(table.put(code, step)).as("seed %d", seed).isEqualTo(oracle.put(code, step));
            }
            if (random.nextInt(50_000) == 0) {
                table.clear();
                oracle.clear();
            }
            assertThat(table.size()).as("seed %d", seed).isEqualTo(oracle.size());
        }
        for (long code = 1; code <= CODES; code++) {
            assertThat(table.get(code)).as("seed %d", seed).isEqualTo(oracle.get(code));
            assertThat(table.has(code)).as("seed %d", seed).isEqualTo(oracle.containsKey(code));
        }
    }

    /// Few are met often, so that the table grows, empties and grows again.
    private long code() {
        return 1 + (long) (CODES * Math.pow(random.nextDouble(), 3));
    }

    @Test
    void whoReadsMeetsNoValueOfAnotherItemAndMissesNone() throws Exception {
        ItemTable<Long> table = new ItemTable<>();
        for (long code = 1; code <= 100; code++) {
            table.put(code, code); // these stay
        }
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Long>> readers = IntStream.range(0, 2)
                    .mapToObj(reader -> threads.submit(() -> readAll(table, done, new Random(seed + reader))))
                    .toList();
            try {
                for (int step = 0; step < 300_000; step++) {
                    long code = 101 + random.nextInt(5_000);
                    if (random.nextBoolean()) {
                        table.put(code, code);
                    } else {
                        table.remove(code);
                    }
                }
            } finally {
                done.set(true);
            }
            for (Future<Long> reader : readers) {
                assertThat(reader.get()).as("wrong answers, seed %d", seed).isZero();
            }
        }
    }

    private static long readAll(ItemTable<Long> table, AtomicBoolean done, Random random) {
        long wrong = 0;
        while (!done.get()) {
            long stays = 1 + random.nextInt(100);
            Long value = table.get(stays);
            wrong += value == null || value != stays ? 1 : 0;
            long other = 101 + random.nextInt(5_000);
            Long found = table.get(other);
            wrong += found != null && found != other ? 1 : 0;
        }
        return wrong;
    }
}
