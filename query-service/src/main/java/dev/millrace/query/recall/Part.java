package dev.millrace.query.recall;

/// What is known of something when the time is up.
///
/// @param complete false when something is missing: it came too late, or whoever has it is away
public record Part<T>(T value, boolean complete) {

    /// All of it.
    public static <T> Part<T> whole(T value) {
        return new Part<>(value, true);
    }
}
