package dev.millrace.query.session;

import dev.millrace.query.config.SessionsConfig;
import java.util.Locale;

/// How sessions are compared. Chosen on validation data by `./dev tune sessions`.
///
/// @param sample newest sessions that share an item with the path and are compared with it, m
/// @param neighbours the most similar of them, which propose items, k
/// @param length newest items of the path that count, L; 9 at most, for the weight of a match falls by a tenth for
///     each item between it and the end of the path
/// @param seen what of the path may be proposed
public record SessionSettings(int sample, int neighbours, int length, Seen seen) {
    /// Above it a match would weigh nothing.
    public static final int MAX_LENGTH = 9;

    /// The same from what the site says.
    public static SessionSettings of(SessionsConfig config) {
        return new SessionSettings(
                config.sample(),
                config.neighbours(),
                config.length(),
                Seen.valueOf(config.seen().toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    public SessionSettings {
        if (sample < 1 || neighbours < 1 || length < 1 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("sample and neighbours must be positive, length 1..%d, got %d, %d, %d"
                    .formatted(MAX_LENGTH, sample, neighbours, length));
        }
    }
}
