package dev.millrace.contract.features;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/// An item's tags as sorted numbers, so that two items are compared without looking at text.
///
/// A tag's number is a 64-bit hash of its lower-case text ([TextHash], mixed), the same in every process. Of a million
/// tags
/// two share a number with probability 3e-8.
public final class TagSet {
    /// No tags: nothing is known.
    public static final TagSet EMPTY = new TagSet(new long[0]);

    private final long[] codes;

    private TagSet(long[] codes) {
        this.codes = codes;
    }

    /// Of these tags, whatever their case.
    public static TagSet of(Collection<String> tags) {
        return tags.isEmpty()
                ? EMPTY
                : new TagSet(tags.stream()
                        .mapToLong(TagSet::code)
                        .sorted()
                        .distinct()
                        .toArray());
    }

    /// The number of a tag, never 0.
    static long code(String tag) {
        return TextHash.nonZero(tag.toLowerCase(Locale.ROOT));
    }

    /// How many there are.
    public int size() {
        return codes.length;
    }

    /// Whether nothing is known.
    public boolean isEmpty() {
        return codes.length == 0;
    }

    /// The number of one of them, never 0.
    ///
    /// @param place from 0
    public long code(int place) {
        return codes[place];
    }

    /// Their numbers, sorted; not a copy.
    long[] codes() {
        return codes;
    }

    /// Shared tags to the tags of both, 0..1; 0 when either has none.
    public double jaccard(TagSet other) {
        return jaccard(codes, other.codes);
    }

    static double jaccard(long[] mine, long[] yours) {
        return jaccard(mine, 0, mine.length, yours, yours.length);
    }

    static double jaccard(long[] mine, int from, int to, long[] yours, int yoursTo) {
        int left = from;
        int right = 0;
        int shared = 0;
        while (left < to && right < yoursTo) {
            long one = mine[left];
            long other = yours[right];
            left += one <= other ? 1 : 0;
            right += other <= one ? 1 : 0;
            shared += one == other ? 1 : 0;
        }
        return shared == 0 ? 0 : (double) shared / (to - from + yoursTo - shared);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TagSet that && Arrays.equals(codes, that.codes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(codes);
    }

    @Override
    public String toString() {
        return "TagSet" + Arrays.toString(codes);
    }
}
