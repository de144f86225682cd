package dev.millrace.query.rerank;

import dev.millrace.query.item.ItemPlaces;
import java.util.List;

/// The tags of a list's candidates as bits, one for each tag that any of them has: two are compared by counting.
final class TagBits {
    private final long[] bits;
    private final int words;

    private TagBits(long[] bits, int words) {
        this.bits = bits;
        this.words = words;
    }

    /// Of these candidates, by their places.
    static TagBits of(List<Ranked> candidates) {
        ItemPlaces numbers = new ItemPlaces(4 * candidates.size());
        for (Ranked candidate : candidates) {
            for (int tag = 0; tag < candidate.tags().size(); tag++) {
                numbers.of(candidate.tags().code(tag));
            }
        }
        int words = (numbers.size() + Long.SIZE - 1) / Long.SIZE;
        long[] bits = new long[words * candidates.size()];
        for (int place = 0; place < candidates.size(); place++) {
            for (int tag = 0; tag < candidates.get(place).tags().size(); tag++) {
                int number = numbers.of(candidates.get(place).tags().code(tag));
                bits[place * words + number / Long.SIZE] |= 1L << number;
            }
        }
        return new TagBits(bits, words);
    }

    /// Shared tags to the tags of both, 0..1; NaN when either has none.
    double jaccard(int left, int right) {
        int mine = 0;
        int yours = 0;
        int shared = 0;
        for (int word = 0; word < words; word++) {
            long one = bits[left * words + word];
            long other = bits[right * words + word];
            mine += Long.bitCount(one);
            yours += Long.bitCount(other);
            shared += Long.bitCount(one & other);
        }
        return mine == 0 || yours == 0 ? Double.NaN : (double) shared / (mine + yours - shared);
    }
}
