package dev.millrace.contract.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Columns against the items they were made of. Replay a failure with `-Dseed=`.
class CatalogueColumnsTest {
    private static final int ROUNDS = 1_000;
    private static final int WORDS = 12;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void everyColumnIsThatOfTheItem() {
        for (int round = 0; round < ROUNDS; round++) {
            List<CatalogueFacts> items = items();
            CatalogueColumns columns = CatalogueColumns.of(items);
            assertThat(columns.size()).as("seed %d", seed).isEqualTo(items.size());
            for (int place = 0; place < items.size(); place++) {
                CatalogueFacts item = items.get(place);
                assertThat(List.<Object>of(
                                columns.code(place),
                                columns.sellerCode(place),
                                columns.price(place),
                                columns.createdAtMs(place)))
                        .as("place %d of %d, seed %d", place, items.size(), seed)
                        .isEqualTo(List.<Object>of(item.code(), item.sellerCode(), item.price(), item.createdAtMs()));
            }
        }
    }

    @Test
    void tagsAreSharedAsThoseOfTheItemAre() {
        for (int round = 0; round < ROUNDS; round++) {
            List<CatalogueFacts> items = items();
            CatalogueColumns columns = CatalogueColumns.of(items);
            CatalogueFacts other = item();
            for (int place = 0; place < items.size(); place++) {
                assertThat(columns.sharedTags(place, other))
                        .as("place %d of %d, seed %d", place, items.size(), seed)
                        .isEqualTo(items.get(place).tags().jaccard(other.tags()));
            }
        }
    }

    @Test
    void tagsWeighAsThoseOfTheItemDo() {
        for (int round = 0; round < ROUNDS; round++) {
            List<CatalogueFacts> items = items();
            CatalogueColumns columns = CatalogueColumns.of(items);
            Map<String, Double> shares = new HashMap<>();
            words().forEach(word -> shares.put(word, random.nextDouble()));
            TagWeights weights = new TagWeights(shares);
            for (int place = 0; place < items.size(); place++) {
                assertThat(columns.sum(place, weights))
                        .as("place %d of %d, seed %d", place, items.size(), seed)
                        .isEqualTo(weights.sum(items.get(place).tags()));
            }
        }
    }

    @Test
    void ofNoItemsThereAreNone() {
        assertThat(CatalogueColumns.EMPTY.size()).isZero();
        assertThat(CatalogueColumns.of(List.of())).isSameAs(CatalogueColumns.EMPTY);
    }

    private List<CatalogueFacts> items() {
        List<CatalogueFacts> items = new ArrayList<>();
        for (int count = random.nextInt(20); count > 0; count--) {
            items.add(item());
        }
        return items;
    }

    private CatalogueFacts item() {
        long number = 1 + random.nextInt(1_000);
        return new CatalogueFacts(
                random.nextBoolean() ? ItemId.dataset(number) : ItemId.api(number),
                random.nextInt(4) == 0 ? "" : "seller" + random.nextInt(5),
                TagSet.of(words()),
                random.nextInt(4) == 0 ? Double.NaN : random.nextInt(10_000) / 100.0,
                random.nextInt(100),
                random.nextBoolean(),
                random.nextInt(4) == 0 ? 0 : random.nextLong(1L << 41));
    }

    /// 0 to 6 of a few.
    private Set<String> words() {
        Set<String> words = new HashSet<>();
        int count = random.nextInt(7);
        while (words.size() < count) {
            words.add("tag" + random.nextInt(WORDS));
        }
        return words;
    }
}
