package dev.millrace.contract.id;

import java.util.Optional;

/// A typed item: data set `ds:123` and API `api:45` are different items, whatever their numbers.
///
/// @param kind what the number counts
/// @param number primary key in the business database, positive
public record ItemId(Kind kind, long number) implements Comparable<ItemId> {

    private static final int MAX_DIGITS = 18;

    /// What an item is; the prefix is part of every topic and store key.
    public enum Kind {
        DATASET("ds"),
        API("api");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        /// The text before the colon.
        public String prefix() {
            return prefix;
        }
    }

    public ItemId {
        if (number <= 0) {
            throw new IllegalArgumentException("item number must be positive, got " + number);
        }
    }

    /// A data set by its number.
    public static ItemId dataset(long number) {
        return new ItemId(Kind.DATASET, number);
    }

    /// An API by its number.
    public static ItemId api(long number) {
        return new ItemId(Kind.API, number);
    }

    /// Reads `ds:123`, `api:45` or a bare `123`, which means `ds:123`; empty when it is none of these.
    public static Optional<ItemId> parse(String text) {
        int colon = text.indexOf(':');
        boolean isApi = colon == Kind.API.prefix.length() && text.startsWith(Kind.API.prefix);
        boolean isDataset =
                colon < 0 || (colon == Kind.DATASET.prefix.length() && text.startsWith(Kind.DATASET.prefix));
        int digits = text.length() - colon - 1;
        if (!(isApi || isDataset) || digits == 0 || digits > MAX_DIGITS) {
            return Optional.empty();
        }
        long number = 0;
        for (int place = colon + 1; place < text.length(); place++) {
            int digit = text.charAt(place) - '0';
            if (digit < 0 || digit > 9) {
                return Optional.empty();
            }
            number = 10 * number + digit;
        }
        return number == 0 ? Optional.empty() : Optional.of(isApi ? api(number) : dataset(number));
    }

    /// Item and kind in one positive number: the item's number doubled, plus 1 for an API. Profiles keep it so.
    public long code() {
        return number * 2 + kind.ordinal();
    }

    /// Orders codes as [#compareTo] orders items.
    public static int compareCodes(long left, long right) {
        int byKind = Long.compare(left & 1, right & 1);
        return byKind != 0 ? byKind : Long.compare(left, right);
    }

    /// The item of a [#code].
    ///
    /// @throws IllegalArgumentException when it is none
    public static ItemId ofCode(long code) {
        return new ItemId(kindOf(code), code >> 1);
    }

    /// The kind of a [#code].
    public static Kind kindOf(long code) {
        return (code & 1) == 0 ? Kind.DATASET : Kind.API;
    }

    /// Orders item keys as [ItemId] orders items, without reading the numbers: no key has leading zeros.
    public static int compareKeys(String left, String right) {
        boolean leftIsDataset = left.startsWith("ds:");
        if (leftIsDataset != right.startsWith("ds:")) {
            return leftIsDataset ? -1 : 1;
        }
        int byLength = Integer.compare(left.length(), right.length());
        return byLength != 0 ? byLength : left.compareTo(right);
    }

    /// The key in topics, stores and the partitioner.
    public String key() {
        return kind.prefix + ":" + number;
    }

    /// As a record's would be; written out, for it is called a thousand times a list and must always be inlined.
    @Override
    public boolean equals(Object other) {
        return other instanceof ItemId that && number == that.number && kind == that.kind;
    }

    /// The same in every process.
    @Override
    public int hashCode() {
        return Long.hashCode(code());
    }

    @Override
    public int compareTo(ItemId other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return key();
    }
}
