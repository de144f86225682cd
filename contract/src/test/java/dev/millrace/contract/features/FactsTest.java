package dev.millrace.contract.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.features.StatisticsFacts.Activity;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.ProfileEntry;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.store.WindowSums;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FactsTest {

    @Test
    void windowsAreThoseOfWindowSums() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            ItemStatistics.Builder statistics = ItemStatistics.newBuilder();
            for (int i = 0; i < 30; i++) {
                statistics.addMinutes(Samples.bucket(TimeWindow.HOUR, random.nextInt(90), i, 2L * i, 3));
                statistics.addHours(Samples.bucket(TimeWindow.DAY, random.nextInt(40), i, 2L * i, 3));
                statistics.addQuarters(Samples.bucket(TimeWindow.WEEK, random.nextInt(40), i, 2L * i, 3));
            }
            StatisticsFacts facts = Facts.statistics(statistics.build(), Samples.NOW);
            Counters week = WindowSums.of(statistics.build(), TimeWindow.WEEK, Samples.NOW);
            assertThat(facts.hour())
                    .as("seed %d", seed)
                    .isEqualTo(activity(WindowSums.of(statistics.build(), TimeWindow.HOUR, Samples.NOW)));
            assertThat(facts.day())
                    .as("seed %d", seed)
                    .isEqualTo(activity(WindowSums.of(statistics.build(), TimeWindow.DAY, Samples.NOW)));
            assertThat(facts.week()).as("seed %d", seed).isEqualTo(activity(week));
            assertThat(facts.weekScore()).as("seed %d", seed).isEqualTo(week.getScoreMicros() / 1e6);
        }
    }

    @Test
    void anItemWithoutAPriceHasNone() {
        CatalogueFacts facts = Facts.catalogue(Samples.ID, CatalogueItem.getDefaultInstance());
        assertThat(facts.price()).isNaN();
        assertThat(facts.tags()).isSameAs(TagSet.EMPTY);
        assertThat(Facts.statistics(ItemStatistics.getDefaultInstance(), Samples.NOW))
                .isEqualTo(StatisticsFacts.NONE);
    }

    @Test
    void theNewestOfAllThatAnActorDidWithAnItemCounts() {
        LastSeen seen = LastSeen.of(ActorProfile.newBuilder()
                .addOrders(Samples.entry(InteractionKind.ORDER, ItemId.dataset(3), 9))
                .addActions(Samples.entry(InteractionKind.VIEW, ItemId.dataset(3), 20))
                .addActions(ProfileEntry.newBuilder()
                        .setKind(InteractionKind.SEARCH)
                        .setTimeMs(Samples.NOW))
                .build());
        assertThat(seen.timeMs(6)).isEqualTo(Samples.NOW - 9 * 3_600_000);
        assertThat(seen.timeMs(7)).isZero();
    }

    private static Activity activity(Counters counters) {
        return new Activity(counters.getViews(), counters.getClicks(), counters.getOrders());
    }
}
