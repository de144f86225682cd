package dev.millrace.query.recall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.features.CatalogueColumns;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.KnownState;
import dev.millrace.query.support.ListCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContentChannelTest {
    private static final Deadline LATER = Deadline.after(Duration.ofMinutes(5));

    private static RecallInput input(Item page, List<Item> items) {
        return new RecallInput(
                Optional.of(page),
                false,
                KnownState.NOTHING,
                new ListCatalogue(items),
                code -> code != page.facts().code());
    }

    private static List<Candidate> recall(Item page, List<Item> items, int maxScan, int limit) {
        return new ContentChannel(maxScan, limit)
                .recall(input(page, items), LATER)
                .value();
    }

    /// The page itself is one more than the bound.
    @Test
    void aPageOlderThanAllThatAreLookedAtIsNoTrouble() {
        List<Item> items = new ArrayList<>();
        for (int number = 1; number <= 21; number++) {
            items.add(Items.of(Items.dataset(number)
                    .setSeller("")
                    .setPrice("")
                    .addTags("sea")
                    .build()));
        }
        assertThat(recall(items.getFirst(), items, 20, 50)).hasSize(20);
    }

    @Test
    void withRoomForAllItIsTheBestOfAll() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            List<Item> items = new ArrayList<>();
            for (int number = 1; number <= 60; number++) {
                items.add(item(number, random));
            }
            Item page = items.get(random.nextInt(items.size()));
            List<Candidate> expected = items.stream()
                    .filter(item -> item != page)
                    .map(item -> new Candidate(
                            item.id(),
                            ContentChannel.likeness(page.facts(), CatalogueColumns.of(List.of(item.facts())), 0)))
                    .filter(candidate -> candidate.score() > 0)
                    .sorted(Comparator.comparingDouble(Candidate::score)
                            .reversed()
                            .thenComparing(Candidate::id))
                    .limit(20)
                    .toList();
            assertThat(recall(page, items, 10_000, 20))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(expected);
        }
    }

    private static Item item(int number, Random random) {
        List<String> tags = List.of("a", "b", "C", "d", "e");
        var details = Items.dataset(number)
                .setSeller(random.nextInt(4) == 0 ? "" : "s" + random.nextInt(5))
                .setPrice(random.nextInt(3) == 0 ? "" : "" + random.nextInt(20))
                .addAllTags(tags.subList(0, random.nextInt(tags.size())));
        return Items.of(details.build());
    }

    @Test
    void ofManyItemsTheNewestAndTheNearestInPriceAreLookedAt() {
        List<Item> items = new ArrayList<>();
        for (int number = 1; number <= 1_000; number++) {
            items.add(Items.of(Items.dataset(number)
                    .setSeller("")
                    .setPrice("" + number)
                    .addTags("all")
                    .build()));
        }
        Item page = items.get(499);
        assertThat(recall(page, items, 30, 30))
                .extracting(candidate -> candidate.id().number())
                .contains(1_000L, 501L, 499L)
                .hasSizeLessThanOrEqualTo(30);
    }

    @Test
    void whoHasNoTimeSaysSo() {
        List<Item> items = new ArrayList<>();
        for (int number = 1; number <= 1_000; number++) {
            items.add(Items.tagged(number, "s", "a"));
        }
        Part<List<Candidate>> found =
                new ContentChannel(10_000, 10).recall(input(items.getFirst(), items), new Deadline(System.nanoTime()));
        assertThat(found.complete()).isFalse();
        assertThat(found.value()).hasSize(10);
    }
}
