package dev.millrace.query.state;

import java.util.List;

/// Reads state that streams-app keeps.
public interface StateReader {

    /// Reads a batch within the deadline. Never throws because a part is away: what nobody answered is
    /// [Reading.Away].
    Readings read(List<? extends Lookup<?>> lookups);

    /// Whether the same hosts would be asked for both, in the same order: then one batch for both is an exchange less,
    /// and neither waits for a host of the other.
    default boolean areTogether(Lookup<?> one, Lookup<?> other) {
        return false;
    }
}
