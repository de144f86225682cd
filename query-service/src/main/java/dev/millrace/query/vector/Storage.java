package dev.millrace.query.vector;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How an index keeps vectors. The order of the constants is part of the snapshot format.
public enum Storage {
    /// As they come: four bytes a component.
    FLOAT,
    /// One byte a component and a scale for each vector ([ByteBlock]).
    INT8;

    /// The word in settings.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What a setting says.
    public static Optional<Storage> of(String word) {
        return Arrays.stream(values())
                .filter(storage -> storage.word().equals(word))
                .findFirst();
    }
}
