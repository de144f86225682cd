package dev.millrace.query.state;

import java.util.List;

/// Reads state that streams-app keeps.
public interface StateReader {

    /// Reads a batch within the deadline. Never throws because a part is away: what nobody answered is
    /// [Reading.Away].
    Readings read(List<? extends Lookup<?>> lookups);
}
