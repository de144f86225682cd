package dev.millrace.query.rerank;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.item.ItemPlaces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;

/// The items that a request may explore, each with a weight. Depends on the items alone, not on their order.
///
/// Weight = relevance × (m + z · √(m (1 − m) / (n + 1))), where n = 50 + shown and m = (2 + clicks) / n are
/// size and mean of a Beta posterior for the click rate: an upper confidence bound. A new item counts more than
/// one that was shown often and clicked as rarely as others. It is a number and not a draw (Thompson sampling),
/// so that the probability of being shown can be told exactly.
///
/// @param codes of the items, in the order of relevance
/// @param weights above 0, one for each
@SuppressWarnings("ArrayRecordComponent") // never compared
record ExplorationPool(long[] codes, double[] weights) {
    private static final Comparator<Explorable> BEST_FIRST = (left, right) -> {
        int byRelevance = Double.compare(right.relevance(), left.relevance());
        return byRelevance != 0 ? byRelevance : ItemId.compareCodes(left.code(), right.code());
    };
    private static final double PRIOR_CLICKS = 2;
    private static final double PRIOR_SHOWN = 50;

    /// Those that pass.
    ///
    /// @param leastRelevance score below which nothing passes
    /// @param listed codes of items that are in the list anyway
    /// @param eligible false for the page item, what the actor owns and what cannot be bought
    static ExplorationPool of(
            List<Explorable> offered,
            double leastRelevance,
            ItemPlaces listed,
            LongPredicate eligible,
            ExplorationSettings settings) {
        List<Explorable> passed = new ArrayList<>();
        for (Explorable item : offered) {
            if ((item.ageDays() < settings.newDays() || item.shown() < settings.hardlyShown())
                    && item.quality() >= settings.minQuality()
                    && item.relevance() >= leastRelevance
                    && weight(item, settings) > 0
                    && eligible.test(item.code())) {
                passed.add(item);
            }
        }
        passed.sort(BEST_FIRST);
        int most = Math.min(settings.pool(), passed.size());
        ItemPlaces kept = new ItemPlaces(most);
        double[] weights = new double[most];
        for (Explorable item : passed) {
            if (kept.size() < most && !listed.has(item.code()) && !kept.has(item.code())) {
                weights[kept.of(item.code())] = weight(item, settings);
            }
        }
        return new ExplorationPool(kept.codes(), Arrays.copyOf(weights, kept.size()));
    }

    int size() {
        return codes.length;
    }

    private static double weight(Explorable item, ExplorationSettings settings) {
        double shown = PRIOR_SHOWN + Math.max(0, item.shown());
        double mean = Math.min(1, (PRIOR_CLICKS + Math.max(0, item.clicks())) / shown);
        double deviation = Math.sqrt(mean * (1 - mean) / (shown + 1));
        return item.relevance() * (mean + settings.deviations() * deviation);
    }
}
