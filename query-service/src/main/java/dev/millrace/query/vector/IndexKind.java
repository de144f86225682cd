package dev.millrace.query.vector;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The implementations. The order of the constants is part of the snapshot format.
public enum IndexKind {
    /// Looks at every vector.
    EXACT,
    /// Our graph in flat arrays.
    FLAT,
    /// The library's graph.
    HNSWLIB;

    /// The word in settings.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What a setting says.
    public static Optional<IndexKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
