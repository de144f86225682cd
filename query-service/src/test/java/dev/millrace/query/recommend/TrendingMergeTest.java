package dev.millrace.query.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.RankedItem;
import dev.millrace.contract.proto.RankedItems;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.contract.topic.Topics;
import dev.millrace.query.recommend.TrendingMerge.Ranked;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrendingMergeTest {

    @Test
    void equalsOneSortOverAllItemsWithManyTies() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Ranked> all = new ArrayList<>();
            for (int number = 1; number <= random.nextInt(120); number++) {
                ItemId id = random.nextBoolean() ? ItemId.dataset(number) : ItemId.api(number);
                all.add(new Ranked(id, random.nextInt(6)));
            }
            all.sort(TrendingMergeTest::compare);

            assertThat(TrendingMerge.merge(parts(all))).as("seed %d", seed).isEqualTo(all);
        }
    }

    @Test
    void tiesGoByNumberAndNotByText() {
        var list = RankedItems.newBuilder()
                .addItems(RankedItem.newBuilder().setItemId("ds:9").setScoreMicros(1))
                .addItems(RankedItem.newBuilder().setItemId("ds:10").setScoreMicros(1))
                .build();

        assertThat(TrendingMerge.merge(List.of(list)))
                .extracting(ranked -> ranked.id().key())
                .containsExactly("ds:9", "ds:10");
    }

    @Test
    void theNewestEndIsReported() {
        var older = RankedItems.newBuilder().setAsOfMs(5).build();
        var newer = RankedItems.newBuilder().setAsOfMs(9).build();

        assertThat(TrendingMerge.asOfMs(List.of(newer, older))).isEqualTo(9);
        assertThat(TrendingMerge.asOfMs(List.of())).isZero();
    }

    private static int compare(Ranked left, Ranked right) {
        return left.scoreMicros() != right.scoreMicros()
                ? Long.compare(right.scoreMicros(), left.scoreMicros())
                : left.id().compareTo(right.id());
    }

    private static List<RankedItems> parts(List<Ranked> sorted) {
        List<RankedItems.Builder> parts = new ArrayList<>();
        for (int i = 0; i < Topics.PARTITIONS; i++) {
            parts.add(RankedItems.newBuilder());
        }
        for (Ranked one : sorted) {
            parts.get(Partitions.of(one.id().key()))
                    .addItems(RankedItem.newBuilder().setItemId(one.id().key()).setScoreMicros(one.scoreMicros()));
        }
        return parts.stream().map(RankedItems.Builder::build).toList();
    }
}
