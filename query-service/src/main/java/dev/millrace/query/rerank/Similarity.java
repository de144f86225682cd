package dev.millrace.query.rerank;

import dev.millrace.query.item.ItemPlaces;
import java.util.List;

/// How much two candidates of a list resemble each other: weighted mean of shared tags (Jaccard), one seller (0 or 1)
/// and the cosine of their texts (0 when negative).
///
/// Where a part is unknown for a pair it counts as the mean of the pairs for which it is known, over at most
/// 50 pairs that are spread over those compared. With 0 instead, an item would gain by having no tags. A part that
/// is known for no pair counts nowhere.
final class Similarity {
    private static final int PAIRS = 50;
    private static final int UNKNOWN_SELLER = -1;

    private final TagBits tags;
    private final int[] sellers;
    private final VectorCosine vectors;
    private final Part tagPart;
    private final Part sellerPart;
    private final Part vectorPart;

    /// A part's weight, and what it is where it is unknown.
    private record Part(double weight, double mean) {}

    /// Compares two candidates in one respect; NaN when unknown.
    @FunctionalInterface
    private interface Comparison {
        double of(int left, int right);
    }

    /// @param size how many, the best, are compared; of the others the seller is told alone
    Similarity(List<Ranked> candidates, int size, VectorCosine vectors, DiversitySettings settings) {
        this.vectors = vectors;
        tags = TagBits.of(candidates.subList(0, size));
        sellers = new int[candidates.size()];
        ItemPlaces numbers = new ItemPlaces(size);
        for (int place = 0; place < sellers.length; place++) {
            Ranked candidate = candidates.get(place);
            sellers[place] = candidate.sellerCode() == 0 ? UNKNOWN_SELLER : numbers.of(candidate.sellerCode());
        }
        Part tag = part(settings.tagWeight(), size, this::tags);
        Part seller = part(settings.sellerWeight(), size, this::sellers);
        Part vector = part(settings.vectorWeight(), size, this::vectors);
        double sum = tag.weight + seller.weight + vector.weight;
        tagPart = share(tag, sum);
        sellerPart = share(seller, sum);
        vectorPart = share(vector, sum);
    }

    /// 0..1, the same in both directions.
    double of(int left, int right) {
        double sum = 0;
        if (tagPart.weight > 0) {
            sum += tagPart.weight * orMean(tags(left, right), tagPart);
        }
        if (sellerPart.weight > 0) {
            sum += sellerPart.weight * orMean(sellers(left, right), sellerPart);
        }
        if (vectorPart.weight > 0) {
            sum += vectorPart.weight * orMean(vectors(left, right), vectorPart);
        }
        return sum;
    }

    /// A small number for the seller, -1 when unknown.
    int seller(int place) {
        return sellers[place];
    }

    private double tags(int left, int right) {
        return tags.jaccard(left, right);
    }

    private double sellers(int left, int right) {
        if (sellers[left] == UNKNOWN_SELLER || sellers[right] == UNKNOWN_SELLER) {
            return Double.NaN;
        }
        return sellers[left] == sellers[right] ? 1 : 0;
    }

    private double vectors(int left, int right) {
        return Math.clamp(vectors.of(left, right), 0, 1);
    }

    private static double orMean(double value, Part part) {
        return Double.isNaN(value) ? part.mean : value;
    }

    /// Pairs half the list apart come first: neighbours in a ranking are more alike than others.
    private static Part part(double weight, int size, Comparison comparison) {
        double sum = 0;
        int known = 0;
        int pairs = weight > 0 ? PAIRS : 0;
        for (int turn = 0; turn < size - 1 && pairs > 0; turn++) {
            int apart = 1 + (size / 2 - 1 + turn) % (size - 1);
            for (int left = 0; left + apart < size && pairs > 0; left++, pairs--) {
                double value = comparison.of(left, left + apart);
                if (!Double.isNaN(value)) {
                    sum += value;
                    known++;
                }
            }
        }
        return known == 0 ? new Part(0, 0) : new Part(weight, sum / known);
    }

    private static Part share(Part part, double sum) {
        return sum > 0 ? new Part(part.weight / sum, part.mean) : part;
    }
}
