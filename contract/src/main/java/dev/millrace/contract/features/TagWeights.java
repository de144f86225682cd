package dev.millrace.contract.features;

import java.util.Map;

/// How much an actor cares for each tag.
public final class TagWeights {
    /// No tag is cared for.
    public static final TagWeights NONE = new TagWeights(Map.of());

    private final LongTable shares;

    /// @param shares tag → share, all together at most 1; see `Preferences`
    public TagWeights(Map<String, Double> shares) {
        this.shares = new LongTable(shares.size());
        shares.forEach((tag, share) -> this.shares.add(TagSet.code(tag), share));
    }

    /// The shares of these tags together: the dot product of the actor's shares and the item's tags.
    public float sum(TagSet tags) {
        return sum(tags.codes());
    }

    float sum(long[] tagCodes) {
        return sum(tagCodes, 0, tagCodes.length);
    }

    float sum(long[] tagCodes, int from, int to) {
        double sum = 0;
        for (int place = from; place < to; place++) {
            sum += shares.get(tagCodes[place]);
        }
        return Numbers.finite(sum, 0);
    }
}
