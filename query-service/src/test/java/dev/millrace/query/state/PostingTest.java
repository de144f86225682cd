package dev.millrace.query.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.features.CatalogueColumns;
import dev.millrace.contract.features.CatalogueFacts;
import dev.millrace.contract.features.TagSet;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.state.Posting.Age;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A posting against a sorted map, and read while it is written. Replay a failure with `-Dseed=`.
class PostingTest {
    private static final int NEWEST = 20;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Posting posting = new Posting();
    private final NavigableMap<Age, CatalogueFacts> oracle =
            new TreeMap<>(Comparator.comparingLong(Age::createdAtMs).reversed().thenComparing(Age::id));

    /// An item in a version: no two versions have one price.
    private record Row(long code, long createdAtMs, double price) {
        static final Comparator<Row> NEWEST_FIRST =
                Comparator.comparingLong(Row::createdAtMs).reversed().thenComparing(row -> ItemId.ofCode(row.code));

        static Row of(CatalogueFacts item) {
            return new Row(item.code(), item.createdAtMs(), item.price());
        }

        static List<Row> of(CatalogueColumns items) {
            return IntStream.range(0, items.size())
                    .mapToObj(place -> new Row(items.code(place), items.createdAtMs(place), items.price(place)))
                    .toList();
        }
    }

    @Test
    void theNewestAreThoseOfASortedMap() {
        for (int step = 0; step < 30_000; step++) {
            CatalogueFacts item = item(step);
            switch (random.nextInt(4)) {
                case 0 -> remove(Age.of(item));
                case 1 -> put(item);
                default -> checkNewest(random.nextInt(70));
            }
            if (random.nextInt(1_000) == 0) {
                posting.clear();
                oracle.clear();
            }
            assertThat(posting.isEmpty()).as("seed %d", seed).isEqualTo(oracle.isEmpty());
        }
    }

    @Test
    void whoWritesSeesItAtOnceAndWhoReadsSeesOnlyWhatWasPutInItsOrder() throws Exception {
        Set<Row> everPut = ConcurrentHashMap.newKeySet();
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<? extends Future<?>> readers = IntStream.range(0, 2)
                    .mapToObj(_ -> threads.submit(() -> readAll(everPut, done)))
                    .toList();
            try {
                for (int step = 0; step < 50_000; step++) {
                    CatalogueFacts item = item(step);
                    if (random.nextInt(3) == 0) {
                        remove(Age.of(item));
                    } else {
                        everPut.add(Row.of(item));
                        put(item);
                    }
                    checkNewest(NEWEST);
                }
            } finally {
                done.set(true);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
    }

    private void readAll(Set<Row> everPut, AtomicBoolean done) {
        do {
            List<Row> rows = Row.of(posting.newest(NEWEST));
            assertThat(everPut.containsAll(rows))
                    .as("all of %s were put, seed %d", rows, seed)
                    .isTrue();
            assertThat(rows)
                    .as("seed %d", seed)
                    .isSortedAccordingTo(Row.NEWEST_FIRST)
                    .usingElementComparator(Row.NEWEST_FIRST)
                    .doesNotHaveDuplicates();
        } while (!done.get());
    }

    private void put(CatalogueFacts item) {
        posting.put(Age.of(item), item);
        oracle.put(Age.of(item), item);
    }

    private void remove(Age age) {
        posting.remove(age);
        oracle.remove(age);
    }

    /// It may give more than was asked for.
    private void checkNewest(int count) {
        List<Row> rows = Row.of(posting.newest(count));
        assertThat(rows.size()).as("seed %d", seed).isGreaterThanOrEqualTo(Math.min(count, oracle.size()));
        assertThat(rows)
                .as("newest %d, seed %d", count, seed)
                .isEqualTo(
                        oracle.values().stream().limit(rows.size()).map(Row::of).toList());
    }

    /// One of 60 ages, many of which have one time.
    private CatalogueFacts item(int version) {
        long number = 1 + random.nextInt(6);
        ItemId id = random.nextBoolean() ? ItemId.dataset(number) : ItemId.api(number);
        return new CatalogueFacts(id, "", TagSet.EMPTY, version, 0, false, random.nextInt(5));
    }
}
