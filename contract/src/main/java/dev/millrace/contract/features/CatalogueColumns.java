package dev.millrace.contract.features;

import java.util.Arrays;
import java.util.List;

/// What several items say about themselves, column by column: to look through them reads memory in its order and not
/// three objects an item. Does not change.
public final class CatalogueColumns {
    /// No items.
    public static final CatalogueColumns EMPTY = new CatalogueColumns(List.of());

    private final long[] codes;
    private final long[] sellers;
    private final double[] prices;
    private final long[] created;
    private final long[] tags;
    private final int[] tagEnds;

    private CatalogueColumns(List<CatalogueFacts> items) {
        int size = items.size();
        codes = new long[size];
        sellers = new long[size];
        prices = new double[size];
        created = new long[size];
        tagEnds = new int[size];
        long[] allTags = new long[4 * size];
        int end = 0;
        for (int place = 0; place < size; place++) {
            CatalogueFacts item = items.get(place);
            codes[place] = item.code();
            sellers[place] = item.sellerCode();
            prices[place] = item.price();
            created[place] = item.createdAtMs();
            long[] own = item.tagCodes();
            if (end + own.length > allTags.length) {
                allTags = Arrays.copyOf(allTags, 2 * (end + own.length));
            }
            System.arraycopy(own, 0, allTags, end, own.length);
            end += own.length;
            tagEnds[place] = end;
        }
        tags = Arrays.copyOf(allTags, end);
    }

    /// Of these items, in their order.
    public static CatalogueColumns of(List<CatalogueFacts> items) {
        return items.isEmpty() ? EMPTY : new CatalogueColumns(items);
    }

    /// How many items there are.
    public int size() {
        return codes.length;
    }

    /// See [CatalogueFacts#code].
    public long code(int place) {
        return codes[place];
    }

    /// See [CatalogueFacts#sellerCode].
    public long sellerCode(int place) {
        return sellers[place];
    }

    /// See [CatalogueFacts#price].
    public double price(int place) {
        return prices[place];
    }

    /// See [CatalogueFacts#createdAtMs].
    public long createdAtMs(int place) {
        return created[place];
    }

    /// Tags shared with another item to the tags of both, 0..1; see [TagSet#jaccard].
    public double sharedTags(int place, CatalogueFacts other) {
        long[] yours = other.tagCodes();
        return TagSet.jaccard(tags, tagStart(place), tagEnds[place], yours, yours.length);
    }

    /// See [TagWeights#sum].
    public float sum(int place, TagWeights weights) {
        return weights.sum(tags, tagStart(place), tagEnds[place]);
    }

    private int tagStart(int place) {
        return place == 0 ? 0 : tagEnds[place - 1];
    }
}
