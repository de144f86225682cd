package dev.millrace.streams.trending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Bucket;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.RankedItem;
import dev.millrace.contract.store.TimeWindow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class WindowRankingTest {
    private static final int LISTED = 5;
    private static final long NOW = 1_800_000_000_000L;
    private static final Comparator<RankedItem> BEST_FIRST = Comparator.comparingLong(RankedItem::getScoreMicros)
            .reversed()
            .thenComparing(RankedItem::getItemId, ItemId::compareKeys);

    @Test
    void aListThatIsWrittenOnlyWhenItChangedIsTheSortedList() {
        long seed = Long.getLong("seed", 20261124L);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        WindowRanking ranking = new WindowRanking(TimeWindow.HOUR, 1_000, LISTED);
        Map<String, Long> scores = new HashMap<>();
        List<RankedItem> shown = List.of();
        int unchanged = 0;
        for (int step = 0; step < 5_000; step++) {
            String item = "ds:" + random.nextInt(30);
            long score = random.nextInt(3) == 0 ? 0 : random.nextInt(1, 50);
            scores.put(item, score);
            ranking.take(item, statistics(score), NOW);
            if (ranking.bestChanged()) {
                shown = ranking.best(NOW, LISTED, _ -> true).getItemsList();
            } else {
                unchanged++;
            }
            assertThat(shown).as("seed %d, step %d", seed, step).isEqualTo(sorted(scores));
        }
        assertThat(unchanged).as("steps that needed no writing").isGreaterThan(2_000);
    }

    @Test
    void beyondItsBoundTheLowestAreLeftOutAndCounted() {
        WindowRanking ranking = new WindowRanking(TimeWindow.HOUR, 2, 2);
        ranking.take("ds:1", statistics(3), NOW);
        ranking.take("ds:2", statistics(2), NOW);
        ranking.take("ds:3", statistics(1), NOW);
        assertThat(ranking.best(NOW, LISTED, _ -> true).getItemsList())
                .extracting(RankedItem::getItemId)
                .containsExactly("ds:1", "ds:2");
        assertThat(ranking.leftOut()).isEqualTo(1);
    }

    private static List<RankedItem> sorted(Map<String, Long> scores) {
        return scores.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> RankedItem.newBuilder()
                        .setItemId(entry.getKey())
                        .setScoreMicros(entry.getValue())
                        .build())
                .sorted(BEST_FIRST)
                .limit(LISTED)
                .toList();
    }

    private static ItemStatistics statistics(long score) {
        return score == 0
                ? ItemStatistics.getDefaultInstance()
                : ItemStatistics.newBuilder()
                        .addMinutes(Bucket.newBuilder()
                                .setNumber(TimeWindow.HOUR.bucketOf(NOW))
                                .setCounters(Counters.newBuilder().setScoreMicros(score)))
                        .build();
    }
}
