package dev.millrace.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.contract.features.Facts;
import dev.millrace.contract.features.ItemFacts;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Bucket;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.query.recall.Item;
import dev.millrace.query.support.Items;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/// Puts, changes and tombstones in any order, asked at any time: columns are those made anew from the last record.
class StatisticsIndexPropertyTest {
    private static final long NOW = 1_790_000_000_000L;
    private static final int ITEMS = 30;
    private static final long PUTS = 30_000;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final StatisticsIndex index = new StatisticsIndex(ITEMS);
    private final StatisticsContent content = new StatisticsContent(index);
    private final Map<ItemId, ItemStatistics> last = new HashMap<>();
    private final Map<ItemId, Item> items = new HashMap<>();

    @Test
    void columnsAreThoseMadeAnew() {
        for (int step = 0; step < 2_000; step++) {
            ItemId id = item();
            if (random.nextInt(10) == 0) {
                last.remove(id);
                apply(id, null);
            } else {
                ItemStatistics statistics = statistics();
                last.put(id, statistics);
                apply(id, statistics.toByteArray());
            }
            check(item(), NOW + random.nextLong(-20_000_000_000L, 20_000_000_000L) / (1 + random.nextInt(100_000)));
        }
        assertThat(index.size()).as("seed %d", seed).isEqualTo(last.size());
    }

    /// Whatever readers make of what was there before must not outlive it.
    @Test
    void readersNeverBringBackWhatWas() throws Exception {
        ItemId id = ItemId.dataset(1);
        Item item = Items.of(Items.item(id).build());
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<? extends Future<?>> readers = IntStream.range(0, 2)
                    .mapToObj(_ -> threads.submit(() -> {
                        while (!done.get()) {
                            views(id, item);
                        }
                    }))
                    .toList();
            try {
                for (long views = 1; views <= PUTS; views++) {
                    apply(id, viewed(views).toByteArray());
                    shows(id, item, views);
                }
            } finally {
                done.set(true);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
        assertThat(views(id, item)).as("when nobody reads").isEqualTo(PUTS);
    }

    /// At once but for a reader that was making columns while they were put: it shows what was, and takes it away.
    private void shows(ItemId id, Item item, long views) {
        if (views(id, item) != views) {
            await("%d views".formatted(views))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> views(id, item) == views);
        }
    }

    private long views(ItemId id, Item item) {
        return index.columns(id.code(), item.facts(), NOW).viewsEver();
    }

    private static ItemStatistics viewed(long views) {
        return ItemStatistics.newBuilder()
                .setEver(Counters.newBuilder().setViews(views))
                .build();
    }

    private ItemId item() {
        long number = 1 + random.nextInt(ITEMS / 2);
        return random.nextBoolean() ? ItemId.dataset(number) : ItemId.api(number);
    }

    @SuppressWarnings("NullAway") // a tombstone's value is null
    private void apply(ItemId id, byte @org.jspecify.annotations.Nullable [] value) {
        content.apply(new ConsumerRecord<>("item.statistics.v1", 0, 0, id.key(), value));
    }

    private void check(ItemId id, long nowMs) {
        Item item = items.computeIfAbsent(id, _ -> Items.of(Items.item(id).build()));
        if (random.nextInt(20) == 0) { // changed in the catalogue
            item = Items.of(Items.item(id)
                    .setDescription("x".repeat(random.nextInt(50)))
                    .build());
            items.put(id, item);
        }
        ItemStatistics counted = last.getOrDefault(id, ItemStatistics.getDefaultInstance());
        long minute = Math.floorDiv(nowMs, 60_000) * 60_000;
        assertThat(index.columns(id.code(), item.facts(), nowMs).facts())
                .as("%s at %d, seed %d", id, nowMs, seed)
                .isEqualTo(new ItemFacts(item.facts(), Facts.statistics(counted, minute)));
    }

    private ItemStatistics statistics() {
        return ItemStatistics.newBuilder()
                .setEver(counters())
                .addAllMinutes(buckets(TimeWindow.HOUR))
                .addAllHours(buckets(TimeWindow.DAY))
                .addAllQuarters(buckets(TimeWindow.WEEK))
                .setBuyers(random.nextInt(100))
                .setNewestMs(NOW - random.nextInt(1_000_000_000))
                .setLastOrderMs(random.nextBoolean() ? 0 : NOW - random.nextInt(1_000_000_000))
                .build();
    }

    /// None, few or all of those that a ring may hold.
    private List<Bucket> buckets(TimeWindow window) {
        List<Bucket> buckets = new ArrayList<>();
        int density = random.nextInt(11);
        for (long number = window.firstBucket(NOW); number <= window.bucketOf(NOW); number++) {
            if (random.nextInt(10) < density) {
                buckets.add(Bucket.newBuilder()
                        .setNumber(number)
                        .setCounters(counters())
                        .build());
            }
        }
        return buckets;
    }

    private Counters counters() {
        return Counters.newBuilder()
                .setOrders(random.nextInt(-2, 5))
                .setViews(random.nextInt(1_000))
                .setClicks(random.nextInt(-2, 100))
                .setRevenueCents(random.nextLong(-10_000, 10_000_000_000L))
                .build();
    }
}
