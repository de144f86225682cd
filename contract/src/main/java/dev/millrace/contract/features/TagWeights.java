package dev.millrace.contract.features;

import java.util.HashMap;
import java.util.Map;

/// How much an actor cares for each tag.
public final class TagWeights {
    /// No tag is cared for.
    public static final TagWeights NONE = new TagWeights(Map.of());

    private final LongTable shares;

    /// @param shares tag → share, all together at most 1; see `Preferences`
    public TagWeights(Map<String, Double> shares) {
        Map<Long, Double> byCode = new HashMap<>();
        shares.forEach((tag, share) -> byCode.merge(TagSet.code(tag), share, Double::sum));
        this.shares = new LongTable(byCode);
    }

    /// The shares of these tags together: the dot product of the actor's shares and the item's tags.
    public float sum(TagSet tags) {
        return sum(tags.codes());
    }

    float sum(long[] tagCodes) {
        double sum = 0;
        for (long tag : tagCodes) {
            sum += shares.get(tag);
        }
        return Numbers.finite(sum, 0);
    }
}
