package dev.millrace.contract.id;

import java.util.Optional;

/// A typed item: data set `ds:123` and API `api:45` are different items, whatever their numbers.
///
/// @param kind what the number counts
/// @param number primary key in the business database, positive
public record ItemId(Kind kind, long number) implements Comparable<ItemId> {

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
        String digits = text.substring(colon + 1);
        if (digits.isEmpty() || digits.length() > 18 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long number = Long.parseLong(digits);
        if (number == 0) {
            return Optional.empty();
        }
        return switch (colon < 0 ? "ds" : text.substring(0, colon)) {
            case "ds" -> Optional.of(dataset(number));
            case "api" -> Optional.of(api(number));
            default -> Optional.empty();
        };
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
        return Long.hashCode(number * 2 + kind.ordinal());
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
