package dev.millrace.query.merge;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.item.ItemPlaces;
import dev.millrace.query.recall.Candidate;
import java.util.Arrays;
import java.util.List;

/// Lists of channels, whose scores have nothing to do with each other, become one list in one score space.
///
/// A channel's scores are divided by its best. Unlike min-max that leaves its worst candidate something and a channel
/// whose scores are all the same 1 for each: that all are equally good does not make them worthless, which is what
/// min-max makes of them, and of a channel with a single candidate. Without any score above 0 each has 1, too.
///
/// Fused = Σ weight · score / Σ weight, both over the channels that were asked. One that was asked and found
/// nothing, or not in time, thus costs all candidates the same, and the order among them is that of the others.
/// Pure.
public final class Fusion {

    private Fusion() {}

    /// All candidates, each once, best first, ties by item id. The order of `results` does not matter.
    ///
    /// @param results of the channels that were asked
    /// @throws IllegalArgumentException when a channel has two results
    public static List<Merged> merge(List<ChannelResult> results, ChannelWeights weights) {
        int size = size(results);
        ItemPlaces places = new ItemPlaces(size);
        Merged[] all = new Merged[size];
        double[] weightOf = new double[Channel.count()];
        int asked = 0;
        for (ChannelResult result : results) {
            Channel channel = result.channel();
            if ((asked & channel.bit()) != 0) {
                throw new IllegalArgumentException("channel %s has two results".formatted(channel.reason()));
            }
            asked |= channel.bit();
            weightOf[channel.ordinal()] = weights.of(channel);
            add(places, all, result);
        }
        return sorted(Arrays.copyOf(all, places.size()), weightOf);
    }

    private static void add(ItemPlaces places, Merged[] all, ChannelResult result) {
        double best = 0;
        for (Candidate candidate : result.bestFirst()) {
            best = Math.max(best, score(candidate));
        }
        for (Candidate candidate : result.bestFirst()) {
            float score = best > 0 ? (float) (score(candidate) / best) : 1;
            int known = places.size();
            int place = places.of(candidate.code());
            if (place == known) {
                all[place] = new Merged(candidate.code());
            }
            all[place].add(result.channel(), score);
        }
    }

    /// What is no score is none.
    private static double score(Candidate candidate) {
        return candidate.score() > 0 && candidate.score() < Double.POSITIVE_INFINITY ? candidate.score() : 0;
    }

    private static List<Merged> sorted(Merged[] all, double[] weightOf) {
        double sum = 0;
        for (double weight : weightOf) {
            sum += weight;
        }
        float[] fused = new float[all.length];
        for (int place = 0; place < all.length; place++) {
            all[place].fuse(weightOf, sum);
            fused[place] = all[place].fused();
        }
        int[] order = BestFirst.order(
                fused, all.length, (left, right) -> ItemId.compareCodes(all[left].code(), all[right].code()));
        Merged[] best = new Merged[all.length];
        for (int place = 0; place < best.length; place++) {
            best[place] = all[order[place]];
        }
        return List.of(best);
    }

    private static int size(List<ChannelResult> results) {
        int size = 0;
        for (ChannelResult result : results) {
            size += result.bestFirst().size();
        }
        return size;
    }
}
