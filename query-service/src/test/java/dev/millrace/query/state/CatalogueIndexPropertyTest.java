package dev.millrace.query.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.features.CatalogueColumns;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Item;
import dev.millrace.query.support.Items;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatalogueIndexPropertyTest {
    private static final List<String> TAGS = List.of("Air", "Sea", "Road", "Rail");
    private static final List<String> SELLERS = List.of("", "a", "b");

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final CatalogueIndex index = new CatalogueIndex(1_000);
    private final Map<ItemId, Item> oracle = new HashMap<>();

    @Test
    void everyIndexHoldsWhatAScanOfAllItemsFinds() {
        for (int step = 0; step < 3_000; step++) {
            change();
            if (step % 50 == 0) {
                compare();
            }
        }
        oracle.keySet().forEach(index::remove);
        oracle.clear();
        compare();
    }

    private void change() {
        ItemId id = ItemId.dataset(1 + random.nextInt(60));
        if (random.nextInt(4) == 0) {
            index.remove(id);
            oracle.remove(id);
            return;
        }
        List<String> tags = new ArrayList<>(TAGS);
        tags.removeIf(tag -> random.nextBoolean());
        Item item = Items.of(Items.item(id)
                .setSeller(SELLERS.get(random.nextInt(SELLERS.size())))
                .addAllTags(tags)
                .setCreatedAtMs(random.nextInt(5))
                .setPrice(random.nextInt(4) == 0 ? "" : "" + random.nextInt(6))
                .setSellable(random.nextInt(3) > 0)
                .build());
        index.put(item);
        oracle.put(id, item);
    }

    private void compare() {
        int max = 1 + random.nextInt(70);
        assertThat(index.size()).as("seed %d", seed).isEqualTo(oracle.size());
        assertThat(codes(index.newest(ItemId.Kind.DATASET, max), max))
                .as("seed %d", seed)
                .isEqualTo(scan(item -> true, max));
        for (String tag : TAGS) {
            assertThat(codes(index.withTag(Item.tagKey(tag), max), max))
                    .as("tag %s, seed %d", tag, seed)
                    .isEqualTo(scan(item -> item.details().getTagsList().contains(tag), max));
        }
        for (String seller : List.of("a", "b")) {
            assertThat(codes(index.ofSeller(seller, max), max))
                    .as("seller %s, seed %d", seller, seed)
                    .isEqualTo(scan(item -> item.seller().equals(seller), max));
        }
        assertThat(codes(index.ofSeller("", max), max)).isEmpty();
        for (double price = 0; price <= 6; price++) {
            assertThat(codes(index.pricedFrom(price, max), max))
                    .as("from %s, seed %d", price, seed)
                    .isEqualTo(priced(price, 1, max));
            assertThat(codes(index.pricedBelow(price, max), max))
                    .as("below %s, seed %d", price, seed)
                    .isEqualTo(priced(price, -1, max));
        }
    }

    /// @param sign 1 upwards from the price, -1 downwards
    private List<Long> priced(double from, int sign, int max) {
        Comparator<Item> cheapestFirst =
                Comparator.<Item>comparingDouble(item -> item.facts().price()).thenComparing(Item::id);
        return oracle.values().stream()
                .filter(Item::sellable)
                .filter(item ->
                        sign > 0 ? item.facts().price() >= from : item.facts().price() < from)
                .sorted(sign > 0 ? cheapestFirst : cheapestFirst.reversed())
                .limit(max)
                .map(item -> item.id().code())
                .toList();
    }

    private List<Long> scan(Predicate<Item> wanted, int max) {
        return oracle.values().stream()
                .filter(Item::sellable)
                .filter(wanted)
                .sorted(Comparator.<Item>comparingLong(item -> -item.details().getCreatedAtMs())
                        .thenComparing(Item::id))
                .limit(max)
                .map(item -> item.id().code())
                .toList();
    }

    private static List<Long> codes(CatalogueColumns items, int max) {
        return IntStream.range(0, Math.min(max, items.size()))
                .mapToObj(items::code)
                .toList();
    }
}
