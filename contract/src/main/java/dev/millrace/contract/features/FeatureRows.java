package dev.millrace.contract.features;

import static dev.millrace.contract.features.Feature.ITEM_FIRST;
import static dev.millrace.contract.features.Feature.USER_FIRST;

import java.util.Arrays;

/// The rows of one request's candidates, one after the other. What is the item's own is copied from [ItemColumns], what
/// is the actor's own is computed once; about 20 numbers are computed for a candidate.
///
/// **Threads:** one.
public final class FeatureRows {
    private static final double HOUR_MS = 3_600_000;
    private static final double DAY_MS = 86_400_000;
    private static final float UNKNOWN = 0.5f;

    private final ActorFacts actor;
    private final PageFacts page;
    private final long asOfMs;
    private final double meanPrice;
    private final float[] actorColumns;
    private final float[] values;
    private int count;

    FeatureRows(ActorFacts actor, PageFacts page, long asOfMs, int capacity) {
        this.actor = actor;
        this.page = page;
        this.asOfMs = asOfMs;
        meanPrice = actor.prices().mean().orElse(Double.NaN);
        actorColumns = actor.columns();
        values = new float[capacity * FeatureLayout.WIDTH];
    }

    /// Reads what the rows of these items are made of, in a loop whose loads do not wait for each other: columns and
    /// tags lie anywhere in memory, and each [#add] would wait for its own.
    public static void fetch(ItemColumns[] items) {
        float sum = 0;
        for (ItemColumns item : items) {
            sum += item.touch();
        }
        if (Float.isNaN(sum)) {
            throw new IllegalStateException("an item has a column that is no number");
        }
    }

    /// Adds the row of a candidate.
    ///
    /// @throws IndexOutOfBoundsException beyond the capacity
    public void add(ItemColumns item, ChannelFacts channels) {
        int row = count * FeatureLayout.WIDTH;
        float[] own = item.columns();
        System.arraycopy(own, 0, values, row + ITEM_FIRST.column(), own.length);
        System.arraycopy(actorColumns, 0, values, row + USER_FIRST.column(), actorColumns.length);
        channels(row, channels);
        taste(row, item);
        page(row, item);
        time(row, item);
        count++;
    }

    /// How many rows there are.
    public int count() {
        return count;
    }

    /// The rows, `float[capacity * WIDTH]`, zero behind the last; not a copy.
    public float[] values() {
        return values;
    }

    /// A copy of one row, for the log.
    public float[] row(int place) {
        int from = place * FeatureLayout.WIDTH;
        return Arrays.copyOfRange(values, from, from + FeatureLayout.WIDTH);
    }

    private void channels(int row, ChannelFacts channels) {
        values[row + Feature.CHANNEL_BEHAVIOR.column()] = Numbers.finite(channels.behavior(), 0);
        values[row + Feature.CHANNEL_SESSION.column()] = Numbers.finite(channels.session(), 0);
        values[row + Feature.CHANNEL_PROFILE.column()] = Numbers.finite(channels.profile(), 0);
        values[row + Feature.CHANNEL_CONTENT.column()] = Numbers.finite(channels.content(), 0);
        values[row + Feature.CHANNEL_VECTOR.column()] = Numbers.finite(channels.vector(), 0);
        values[row + Feature.CHANNEL_TRENDING.column()] = Numbers.finite(channels.trending(), 0);
        values[row + Feature.FUSED.column()] = Numbers.finite(channels.fused(), 0);
        values[row + Feature.CHANNEL_COUNT.column()] = channels.count();
    }

    private void taste(int row, ItemColumns item) {
        double price = item.price();
        boolean known = !Double.isNaN(price) && !Double.isNaN(meanPrice);
        values[row + Feature.PRICE_MATCH.column()] = known ? priceMatch(price, meanPrice) : UNKNOWN;
        values[row + Feature.PRICE_WITHIN_RANGE.column()] = known ? flag(actor.isInRange(price)) : UNKNOWN;
        values[row + Feature.TAG_PREFERENCE.column()] = actor.tags().sum(item.tagCodes());
        values[row + Feature.SELLER_AFFINITY.column()] = actor.sellers().of(item.sellerCode());
    }

    /// A ratio does not care whether prices are of one yuan or of ten thousand.
    private static float priceMatch(double price, double mean) {
        double one = 1 + Math.max(0, price);
        double other = 1 + Math.max(0, mean);
        return Numbers.finite(Math.min(one, other) / Math.max(one, other), UNKNOWN);
    }

    private void page(int row, ItemColumns item) {
        boolean sameSeller = item.sellerCode() != 0 && item.sellerCode() == page.sellerCode();
        values[row + Feature.SAME_SELLER.column()] = flag(sameSeller);
        values[row + Feature.TAG_JACCARD.column()] =
                (float) TagSet.jaccard(item.tagCodes(), page.tags().codes());
    }

    private void time(int row, ItemColumns item) {
        long seenMs = actor.seen().timeMs(item.code());
        float hours = Feature.HOURS_SINCE_SEEN.missing();
        values[row + Feature.HOURS_SINCE_SEEN.column()] =
                seenMs == 0 ? hours : (float) Math.clamp((asOfMs - seenMs) / HOUR_MS, 0, hours);
        long createdMs = item.createdAtMs();
        float days =
                createdMs <= 0 ? Feature.ITEM_AGE_DAYS.missing() : (float) Math.max(0, (asOfMs - createdMs) / DAY_MS);
        values[row + Feature.ITEM_AGE_DAYS.column()] = days;
        values[row + Feature.ITEM_FRESHNESS.column()] = 30 / (30 + days);
    }

    private static float flag(boolean set) {
        return set ? 1 : 0;
    }
}
