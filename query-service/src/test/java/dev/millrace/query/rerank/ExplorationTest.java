package dev.millrace.query.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.features.CatalogueFacts;
import dev.millrace.contract.features.ItemColumns;
import dev.millrace.contract.features.ItemFacts;
import dev.millrace.contract.features.StatisticsFacts;
import dev.millrace.contract.features.StatisticsFacts.Activity;
import dev.millrace.contract.features.TagSet;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.id.RequestId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplorationTest {
    private static final ExplorationSettings TWO_OF_TEN = new ExplorationSettings(0.2, 30, 50, 0.5, 0.3, 1, 100);

    private static Explorable fresh(long number) {
        return new Explorable(ItemId.dataset(number), 0.5, 1, 3, 0, 0);
    }

    private static List<Ranked> listed(int count) {
        List<Ranked> list = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            list.add(new Ranked(ItemId.dataset(number), 0.9f - number / 100f, TagSet.EMPTY, ""));
        }
        return list;
    }

    private static List<Placed> place(ExplorationSettings settings, int listed, List<Explorable> offered, String id) {
        return new Exploration(settings)
                .place(listed(listed), offered, one -> true, 10, RequestSeed.of(new RequestId(id)));
    }

    @Test
    void takesPlacesOfTheLowerHalfAndTheLastFallOut() {
        Set<Integer> places = new HashSet<>();
        for (int request = 0; request < 200; request++) {
            List<Placed> list = place(TWO_OF_TEN, 10, List.of(fresh(101), fresh(102)), "req_" + request);
            assertThat(list).hasSize(10);
            assertThat(list.stream()
                            .filter(one -> !one.explored())
                            .map(one -> one.id().number()))
                    .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
            for (int place = 0; place < 10; place++) {
                if (list.get(place).explored()) {
                    places.add(place);
                }
            }
        }
        assertThat(places).containsExactlyInAnyOrder(5, 6, 7, 8, 9);
    }

    @Test
    void theSameRequestDrawsTheSameListWhateverTheOrderOfTheOffer() {
        List<Explorable> offered = new ArrayList<>();
        for (int number = 101; number < 130; number++) {
            offered.add(fresh(number));
        }
        List<Placed> first = place(TWO_OF_TEN, 10, offered, "req_one");
        assertThat(place(TWO_OF_TEN, 10, offered.reversed(), "req_one")).isEqualTo(first);
        assertThat(place(TWO_OF_TEN, 10, offered, "req_two")).isNotEqualTo(first);
    }

    @Test
    void onlyWhatIsNewOrHardlyShownGoodAndFittingIsExplored() {
        ItemId id = ItemId.dataset(101);
        assertExplored(new Explorable(id, 0.5, 1, 3, 1_000, 0), true);
        assertExplored(new Explorable(id, 0.5, 1, 400, 49, 0), true);
        assertExplored(new Explorable(id, 0.5, 1, Double.POSITIVE_INFINITY, 0, 0), true);
        assertExplored(new Explorable(id, 0.5, 1, 400, 50, 0), false);
        assertExplored(new Explorable(id, 0.5, 0.4, 3, 0, 0), false);
        assertExplored(new Explorable(id, 0.2, 1, 3, 0, 0), false);
        assertExplored(new Explorable(ItemId.dataset(4), 0.5, 1, 3, 0, 0), false);
    }

    @Test
    void whatTheFilterRefusesIsNeverExplored() {
        List<Placed> list = new Exploration(TWO_OF_TEN)
                .place(
                        listed(10),
                        List.of(fresh(101), fresh(102)),
                        code -> code != ItemId.dataset(101).code(),
                        10,
                        RequestSeed.of(new RequestId("req_1")));
        assertThat(list)
                .filteredOn(Placed::explored)
                .containsOnly(new Placed(ItemId.dataset(102).code(), true, 1));
    }

    @Test
    void aShortListIsFilledUpAndNothingFallsOut() {
        List<Placed> list = place(TWO_OF_TEN, 3, List.of(fresh(101), fresh(102)), "req_1");
        assertThat(list).hasSize(5);
        assertThat(list).allMatch(one -> one.propensity() == 1);
        assertThat(place(TWO_OF_TEN, 0, List.of(fresh(101), fresh(102)), "req_1"))
                .hasSize(2);
        assertThat(place(TWO_OF_TEN, 10, List.of(), "req_1")).hasSize(10).noneMatch(Placed::explored);
    }

    @Test
    void aListOfOneIsNotExplored() {
        List<Placed> list = new Exploration(new ExplorationSettings(0.5, 30, 50, 0.5, 0.3, 1, 100))
                .place(listed(1), List.of(fresh(101)), id -> true, 1, RequestSeed.of(new RequestId("req_1")));
        assertThat(list).containsExactly(new Placed(ItemId.dataset(1).code(), false, 1));
    }

    @Test
    void qualityIsWhatAnItemSaysOfItself() {
        assertThat(described(TagSet.EMPTY, Double.NaN, 19, false).quality()).isZero();
        assertThat(described(TagSet.of(List.of("sea")), 0, 20, true).quality()).isEqualTo(1);
        Explorable half = described(TagSet.of(List.of("sea")), 9, 0, false);
        assertThat(half.quality()).isEqualTo(0.5);
        assertThat(half.ageDays()).isEqualTo(2);
        assertThat(half.shown()).isEqualTo(8);
        assertThat(half.clicks()).isEqualTo(3);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new ExplorationSettings(0.6, 1, 1, 0, 0, 0, 1))
                .hasMessage("epsilon must be 0..0.5, got 0.6");
        assertThatThrownBy(() -> new ExplorationSettings(0, -1, 1, 0, 0, 0, 1)).hasMessageContaining("new days");
        assertThatThrownBy(() -> new ExplorationSettings(0, 1, -1, 0, 0, 0, 1)).hasMessageContaining("hardly shown");
        assertThatThrownBy(() -> new ExplorationSettings(0, 1, 1, 2, 0, 0, 1)).hasMessageContaining("min quality");
        assertThatThrownBy(() -> new ExplorationSettings(0, 1, 1, 0, 2, 0, 1)).hasMessageContaining("min relevance");
        assertThatThrownBy(() -> new ExplorationSettings(0, 1, 1, 0, 0, Double.NaN, 1))
                .hasMessageContaining("deviations");
        assertThatThrownBy(() -> new ExplorationSettings(0, 1, 1, 0, 0, 0, 0)).hasMessageContaining("pool must be 1");
    }

    private static void assertExplored(Explorable item, boolean expected) {
        assertThat(place(TWO_OF_TEN, 10, List.of(item), "req_1").stream().anyMatch(Placed::explored))
                .as("%s", item)
                .isEqualTo(expected);
    }

    private static Explorable described(TagSet tags, double price, int length, boolean cover) {
        long now = 1_800_000_000_000L;
        ItemFacts facts = new ItemFacts(
                new CatalogueFacts(ItemId.dataset(1), "", tags, price, length, cover, now - 2 * 86_400_000),
                new StatisticsFacts(Activity.NONE, Activity.NONE, Activity.NONE, new Activity(8, 3, 1), 0, 0, 0));
        return Explorable.of(new ItemColumns(facts, now), 0.5, now);
    }
}
