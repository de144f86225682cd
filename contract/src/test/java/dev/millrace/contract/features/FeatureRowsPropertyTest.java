package dev.millrace.contract.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.features.StatisticsFacts.Activity;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.profile.Preferences;
import dev.millrace.contract.profile.PurchaseFeatures;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever comes in, only finite numbers stand in a row. Replay a failure with `-Dseed=`.
class FeatureRowsPropertyTest {
    private static final double[] ODD = {
        0, -1, 1, 0.5, 1e9, -1e300, 1e300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 12.5
    };
    private static final long[] COUNTS = {0, 1, -1, 17, 1_000_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE};

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void everyValueIsFinite() {
        for (int round = 0; round < 20_000; round++) {
            FeatureRows rows =
                    FeatureLayout.rows(actor(), new PageFacts(CatalogueFacts.sellerCode(seller()), tags()), count(), 1);
            rows.add(new ItemColumns(item(), 0), channels());
            for (Feature feature : Feature.values()) {
                assertThat(Float.isFinite(rows.row(0)[feature.column()]))
                        .as("%s, round %d, seed %d", feature.label(), round, seed)
                        .isTrue();
            }
        }
    }

    private ItemFacts item() {
        ItemId id = ItemId.api(1 + random.nextInt(50));
        CatalogueFacts catalogue =
                new CatalogueFacts(id, seller(), tags(), odd(), random.nextInt(), random.nextBoolean(), count());
        return new ItemFacts(
                catalogue, new StatisticsFacts(activity(), activity(), activity(), activity(), count(), odd(), odd()));
    }

    private ActorFacts actor() {
        PurchaseFeatures purchases = new PurchaseFeatures(
                count(), odd(), odd(), odd(), odd(), odd(), OptionalDouble.empty(), OptionalDouble.of(odd()), odd());
        Preferences.Prices prices = new Preferences.Prices(
                OptionalDouble.of(odd()), OptionalDouble.of(odd()), OptionalDouble.of(odd()), OptionalDouble.empty());
        return new ActorFacts(
                new TagWeights(Map.of("a", odd(), "b", odd())),
                new SellerShares(Map.of("seller", odd())),
                prices,
                random.nextInt(),
                purchases,
                LastSeen.NONE,
                random.nextInt());
    }

    private ChannelFacts channels() {
        return new ChannelFacts(
                (float) odd(),
                (float) odd(),
                (float) odd(),
                (float) odd(),
                (float) odd(),
                (float) odd(),
                (float) odd(),
                random.nextInt());
    }

    private Activity activity() {
        return new Activity(count(), count(), count());
    }

    private TagSet tags() {
        return random.nextBoolean()
                ? TagSet.EMPTY
                : TagSet.of(List.of("a", "b", "c").subList(0, random.nextInt(4)));
    }

    private String seller() {
        return random.nextBoolean() ? "" : "seller";
    }

    private double odd() {
        return ODD[random.nextInt(ODD.length)];
    }

    private long count() {
        return COUNTS[random.nextInt(COUNTS.length)];
    }
}
