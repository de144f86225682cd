package dev.millrace.query.rerank;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Mixes a list so that it does not show the same thing ten times: greedy maximal marginal relevance (Carbonell and
/// Goldstein, SIGIR 1998). The next item is always the one with the highest
///
/// λ · relevance − (1 − λ) · highest [Similarity] to those chosen before,
///
/// relevance = score, stretched so that the best candidate has 1 and the last one 0 (all 1 when they are
/// equal): else λ would mean something else for a ranker whose scores lie close together. Ties go to the better
/// score.
///
/// A candidate's highest similarity is kept, and is compared with later choices only when it would be chosen by what is
/// known: its value can only fall, so most of the last candidates are never compared (lazy greedy: Minoux,
/// "Accelerated greedy algorithms for maximizing submodular set functions", 1978).
///
/// A seller that has its share is passed over while others are left. What is short then is filled, in the order of
/// scores, with what lies behind the bound of candidates, and at last with what was passed over. Pure.
public final class Diversity {
    private final DiversitySettings settings;

    public Diversity(DiversitySettings settings) {
        this.settings = settings;
    }

    /// What was chosen.
    ///
    /// @param places of the candidates, in the order in which they are shown
    /// @param unmixed how many come from behind the bound of candidates
    /// @param overShare how many are there though their seller has its share
    public record Choice(List<Integer> places, int unmixed, int overShare) {
        public Choice {
            places = List.copyOf(places);
        }
    }

    /// How many of so many candidates are compared.
    public int mixed(int candidates) {
        return Math.min(settings.candidates(), candidates);
    }

    /// Chooses `limit`, or all when there are fewer.
    ///
    /// @param bestFirst candidates by score, without repeats
    /// @param vectors by the places in `bestFirst`, of the first [#mixed]
    /// @param lambda 1 = by score alone, 0 = as different as can be
    public Choice choose(List<Ranked> bestFirst, VectorCosine vectors, double lambda, int limit) {
        int mixed = mixed(bestFirst.size());
        Similarity similarity = new Similarity(bestFirst, mixed, vectors, settings);
        Round round = new Round(bestFirst, similarity, settings.sellerCap(limit));
        round.mix(mixed, lambda, limit);
        int fromMixed = round.chosen.size();
        round.fill(mixed, limit, false);
        int unmixed = round.chosen.size() - fromMixed;
        round.fill(0, limit, true);
        return new Choice(round.chosen, unmixed, round.chosen.size() - fromMixed - unmixed);
    }

    /// One list in the making.
    private static final class Round {
        private final List<Ranked> bestFirst;
        private final Similarity similarity;
        private final int cap;
        private final boolean[] taken;
        private final int[] ofSeller;
        private final List<Integer> chosen = new ArrayList<>();

        Round(List<Ranked> bestFirst, Similarity similarity, int cap) {
            this.bestFirst = bestFirst;
            this.similarity = similarity;
            this.cap = cap;
            taken = new boolean[bestFirst.size()];
            ofSeller = new int[bestFirst.size()];
        }

        void mix(int candidates, double lambda, int limit) {
            double[] gain = relevance(candidates);
            for (int place = 0; place < candidates; place++) {
                gain[place] *= lambda;
            }
            double[] closest = new double[candidates];
            int[] compared = new int[candidates];
            while (chosen.size() < limit) {
                int best = best(gain, closest, 1 - lambda);
                if (best < 0) {
                    return;
                }
                if (compared[best] == chosen.size()) {
                    take(best);
                } else {
                    closest[best] = Math.max(closest[best], closest(best, compared[best]));
                    compared[best] = chosen.size();
                }
            }
        }

        /// To those that were chosen from there on.
        private double closest(int place, int from) {
            double closest = 0;
            for (int other = from; other < chosen.size(); other++) {
                closest = Math.max(closest, similarity.of(chosen.get(other), place));
            }
            return closest;
        }

        void fill(int from, int limit, boolean overShare) {
            for (int place = from; place < taken.length && chosen.size() < limit; place++) {
                if (!taken[place] && (overShare || isFree(place))) {
                    take(place);
                }
            }
        }

        private int best(double[] gain, double[] closest, double penalty) {
            int best = -1;
            double highest = Double.NEGATIVE_INFINITY;
            for (int place = 0; place < gain.length; place++) {
                double value = gain[place] - penalty * closest[place];
                if (value > highest && !taken[place] && isFree(place)) {
                    highest = value;
                    best = place;
                }
            }
            return best;
        }

        private double[] relevance(int candidates) {
            double[] relevance = new double[candidates];
            double highest = candidates == 0 ? 0 : bestFirst.getFirst().score();
            double range = candidates == 0
                    ? 0
                    : highest - bestFirst.get(candidates - 1).score();
            Arrays.setAll(
                    relevance,
                    place -> range > 0 ? 1 - (highest - bestFirst.get(place).score()) / range : 1);
            return relevance;
        }

        private boolean isFree(int place) {
            int seller = similarity.seller(place);
            return seller < 0 || ofSeller[seller] < cap;
        }

        private void take(int place) {
            taken[place] = true;
            chosen.add(place);
            if (similarity.seller(place) >= 0) {
                ofSeller[similarity.seller(place)]++;
            }
        }
    }
}
