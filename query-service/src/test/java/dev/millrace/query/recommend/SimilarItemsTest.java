package dev.millrace.query.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import dev.millrace.query.recall.NeighbourChannel;
import dev.millrace.query.recall.NeighbourEvidence;
import dev.millrace.query.recall.NeighbourEvidence.Pair;
import dev.millrace.query.recall.NewestChannel;
import dev.millrace.query.recall.PairWeights;
import dev.millrace.query.recall.Popularity;
import dev.millrace.query.recall.RecallInput;
import dev.millrace.query.recall.SellerChannel;
import dev.millrace.query.recall.TagChannel;
import dev.millrace.query.recall.TrendingChannel;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.ListCatalogue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimilarItemsTest {
    private static final Set<ItemId.Kind> DATASETS = EnumSet.of(ItemId.Kind.DATASET);
    private final SimilarItems similar = new SimilarItems(List.of(
            new NeighbourChannel(new PairWeights(0.5, 300, 0.5, 0.5)),
            new TagChannel(1_000),
            new SellerChannel(1_000),
            new TrendingChannel(),
            new NewestChannel(1_000)));

    private static ItemId ds(long number) {
        return ItemId.dataset(number);
    }

    @Test
    void fillsFromChannelToChannelInTheirOrder() {
        Item page = Items.tagged(1, "s", "Air", "sea");
        Catalogue catalogue = new ListCatalogue(List.of(
                page,
                Items.tagged(2, "s"),
                Items.tagged(3, "t", "AIR"),
                Items.tagged(4, "t", "SEA", "air"),
                Items.tagged(5, "t"),
                Items.tagged(6, "t"),
                Items.tagged(7, "s"),
                Items.tagged(8, "t", "air")));
        var evidence = new NeighbourEvidence(1_000, 10, List.of(new Pair(ds(5), 200, 0, 400, 4)));
        var popularity = new Popularity(List.of(ds(8), ds(7)), List.of(ds(8), ds(6)));

        List<Recommendation> list = similar.rank(new RecallInput(page, evidence, popularity, catalogue), DATASETS, 50);

        assertThat(list)
                .extracting(one -> one.item().id().number() + " " + one.reason())
                .containsExactly("5 behavior", "4 tag", "8 tag", "3 tag", "7 category", "2 category", "6 popular");
        assertThat(list).extracting(Recommendation::rank).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void alwaysFillsTheListWhenTheCatalogueCanAndScoresNeverRise() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<Item> items = randomItems(random);
            Item page = items.get(random.nextInt(items.size()));
            long available = items.stream()
                    .filter(Item::sellable)
                    .filter(item -> item.id().kind() == ItemId.Kind.DATASET)
                    .filter(item -> !item.id().equals(page.id()))
                    .count();
            int limit = 1 + random.nextInt(50);

            List<Recommendation> list = similar.rank(
                    new RecallInput(
                            page, evidence(random), new Popularity(ids(random), ids(random)), new ListCatalogue(items)),
                    DATASETS,
                    limit);

            assertThat(list).as("seed %d", seed).hasSize((int) Math.min(limit, available));
            assertThat(list.stream().map(one -> one.item().id()))
                    .as("seed %d", seed)
                    .doesNotHaveDuplicates()
                    .doesNotContain(page.id());
            assertThat(list).as("seed %d", seed).allMatch(one -> one.item().sellable());
            double before = 1;
            for (Recommendation one : list) {
                assertThat(one.score()).as("seed %d", seed).isBetween(0.0, before);
                before = one.score();
            }
        }
    }

    @Test
    void ranksNeighboursByDampedStrengthAndTiesByItemId() {
        var items =
                LongStream.rangeClosed(1, 4).mapToObj(n -> Items.tagged(n, "")).toList();
        var evidence = new NeighbourEvidence(
                900,
                9,
                List.of(
                        new Pair(ds(2), 300, 0, 10_000, 100),
                        new Pair(ds(4), 200, 2, 400, 4),
                        new Pair(ds(3), 200, 2, 400, 4)));

        List<Recommendation> list = similar.rank(
                new RecallInput(items.getFirst(), evidence, Popularity.NONE, new ListCatalogue(items)), DATASETS, 3);

        assertThat(list).extracting(one -> one.item().id().number()).containsExactly(3L, 4L, 2L);
        assertThat(list.get(0).score()).isEqualTo(0.222222); // twice 200 / (sqrt(900 * 400) + 300)
        assertThat(list.get(2).score()).isEqualTo(0.060606); // 300 / (sqrt(900 * 10000) + 300) / 1.5
    }

    @Test
    void takesApiItemsOnlyWhenAsked() {
        Item api = Items.of(Items.item(ItemId.api(2)).build());
        Item page = Items.tagged(1, "");
        var input = new RecallInput(
                page,
                new NeighbourEvidence(100, 1, List.of(new Pair(api.id(), 100, 0, 100, 1))),
                Popularity.NONE,
                new ListCatalogue(List.of(page, api)));

        assertThat(similar.rank(input, DATASETS, 5)).isEmpty();
        assertThat(similar.rank(input, EnumSet.allOf(ItemId.Kind.class), 5)).hasSize(1);
    }

    private static List<Item> randomItems(Random random) {
        List<Item> items = new ArrayList<>();
        for (long number = 1; number <= 1 + random.nextInt(60); number++) {
            ItemId id = random.nextInt(6) == 0 ? ItemId.api(number) : ds(number);
            items.add(Items.of(Items.item(id)
                    .setSeller("s" + random.nextInt(4))
                    .addAllTags(random.ints(random.nextInt(3), 0, 5)
                            .mapToObj(tag -> "t" + tag)
                            .toList())
                    .setSellable(random.nextInt(5) > 0)
                    .build()));
        }
        return items;
    }

    private static NeighbourEvidence evidence(Random random) {
        List<Pair> pairs = new ArrayList<>();
        for (ItemId id : ids(random)) {
            pairs.add(new Pair(id, random.nextInt(500), random.nextInt(5), random.nextInt(2_000), random.nextInt(20)));
        }
        return new NeighbourEvidence(random.nextInt(2_000), random.nextInt(20), pairs);
    }

    private static List<ItemId> ids(Random random) {
        return random.ints(random.nextInt(20), 1, 80)
                .mapToObj(number -> ds(number))
                .distinct()
                .toList();
    }
}
