package dev.millrace.query.rerank;

import dev.millrace.query.item.ItemPlaces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/// Gives a part of the list to items of which little is known, for nothing is learnt about what is never shown.
///
/// Expected number = epsilon × limit, at most half the list and the pool ([ExplorationPool]); which ones and
/// how many is drawn ([SystematicSample]). They take places of the lower half, evenly drawn; the others keep
/// their order and the last of them fall out. Pure: the same random numbers draw the same list.
public final class Exploration {
    private final ExplorationSettings settings;

    public Exploration(ExplorationSettings settings) {
        this.settings = settings;
    }

    /// The list that is shown, of `limit` items or as many as there are.
    ///
    /// @param listed in the order in which they would be shown, at most `limit`
    /// @param offered what could be explored; what does not qualify is passed over
    /// @param eligible false for the page item, what the actor owns and what cannot be bought
    /// @param random see [RequestSeed]
    public List<Placed> place(
            List<Ranked> listed, List<Explorable> offered, LongPredicate eligible, int limit, RandomGenerator random) {
        ExplorationPool pool = pool(listed, offered, eligible);
        int half = limit / 2;
        double expected = Math.min(settings.epsilon() * limit, Math.min(half, pool.size()));
        SystematicSample sample = new SystematicSample(pool.weights(), expected);
        int[] drawn = sample.draw(random);
        int length = Math.min(limit, listed.size() + drawn.length);
        boolean[] explored = lowerPlaces(length, drawn.length, random);
        List<Placed> list = new ArrayList<>(length);
        int nextListed = 0;
        int nextDrawn = 0;
        for (int place = 0; place < length; place++) {
            if (explored[place]) {
                int item = drawn[nextDrawn++];
                list.add(new Placed(pool.codes()[item], true, sample.probability(item)));
            } else {
                double kept = probabilityOfStaying(nextListed, listed.size(), expected, limit);
                list.add(new Placed(listed.get(nextListed++).code(), false, kept));
            }
        }
        return list;
    }

    private ExplorationPool pool(List<Ranked> listed, List<Explorable> offered, LongPredicate eligible) {
        ItemPlaces inList = new ItemPlaces(listed.size());
        double[] scores = new double[listed.size()];
        for (int place = 0; place < scores.length; place++) {
            inList.of(listed.get(place).code());
            scores[place] = listed.get(place).score();
        }
        Arrays.sort(scores);
        double median = scores.length == 0 ? 0 : scores[scores.length / 2];
        return ExplorationPool.of(offered, settings.minRelevance() * median, inList, eligible, settings);
    }

    /// `count` places of the lower half, or of what is needed when a list is hardly longer than that.
    private static boolean[] lowerPlaces(int length, int count, RandomGenerator random) {
        boolean[] chosen = new boolean[length];
        int[] lower = SystematicSample.shuffled(Math.max(count, length / 2), random);
        for (int turn = 0; turn < count; turn++) {
            chosen[length - 1 - lower[turn]] = true;
        }
        return chosen;
    }

    /// One of the last of the listed stays while few enough are explored.
    private static double probabilityOfStaying(int place, int listed, double expected, int limit) {
        int few = (int) Math.floor(expected);
        if (place >= listed - Math.max(0, listed + few - limit)) {
            return 0;
        }
        boolean fallsOut = place >= listed - Math.max(0, listed + few + 1 - limit);
        return fallsOut ? 1 - (expected - few) : 1;
    }
}
