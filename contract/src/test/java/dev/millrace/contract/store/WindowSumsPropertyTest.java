package dev.millrace.contract.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.proto.Bucket;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.ItemStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WindowSumsPropertyTest {
    private record Event(long timeMs, long orders, long cents) {}

    @Test
    void equalsASumOverTheEventsThatFallIntoTheWindow() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        long now = 1_790_000_000_000L + random.nextInt(100_000_000);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            long age = (long) (Duration.ofDays(9).toMillis() * Math.pow(random.nextDouble(), 3));
            events.add(new Event(now - age, random.nextInt(-1, 3), random.nextInt(-500, 1_000)));
        }
        ItemStatistics statistics = statistics(events);
        for (TimeWindow window : TimeWindow.values()) {
            Counters sum = WindowSums.of(statistics, window, now);
            long width = width(window).toMillis();
            long start =
                    Math.floorDiv(now, width) * width + width - length(window).toMillis();
            List<Event> inside =
                    events.stream().filter(event -> event.timeMs() >= start).toList();
            assertThat(sum.getOrders())
                    .as("orders in %s, seed %d", window, seed)
                    .isEqualTo(inside.stream().mapToLong(Event::orders).sum());
            assertThat(sum.getRevenueCents())
                    .as("revenue in %s, seed %d", window, seed)
                    .isEqualTo(inside.stream().mapToLong(Event::cents).sum());
        }
    }

    private static Duration width(TimeWindow window) {
        return switch (window) {
            case HOUR -> Duration.ofMinutes(1);
            case DAY -> Duration.ofHours(1);
            case WEEK -> Duration.ofHours(6);
        };
    }

    private static Duration length(TimeWindow window) {
        return switch (window) {
            case HOUR -> Duration.ofHours(1);
            case DAY -> Duration.ofDays(1);
            case WEEK -> Duration.ofDays(7);
        };
    }

    private static ItemStatistics statistics(List<Event> events) {
        ItemStatistics.Builder all = ItemStatistics.newBuilder();
        all.addAllMinutes(buckets(events, TimeWindow.HOUR));
        all.addAllHours(buckets(events, TimeWindow.DAY));
        all.addAllQuarters(buckets(events, TimeWindow.WEEK));
        return all.build();
    }

    private static List<Bucket> buckets(List<Event> events, TimeWindow window) {
        Map<Long, Counters.Builder> sums = new TreeMap<>();
        for (Event event : events) {
            Counters.Builder sum = sums.computeIfAbsent(window.bucketOf(event.timeMs()), b -> Counters.newBuilder());
            sum.setOrders(sum.getOrders() + event.orders());
            sum.setRevenueCents(sum.getRevenueCents() + event.cents());
        }
        return sums.entrySet().stream()
                .map(entry -> Bucket.newBuilder()
                        .setNumber(entry.getKey())
                        .setCounters(entry.getValue())
                        .build())
                .toList();
    }
}
