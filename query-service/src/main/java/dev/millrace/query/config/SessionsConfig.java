package dev.millrace.query.config;

import java.util.List;

/// Next items of a click path.
///
/// @param maxSessions sessions beyond it are refused; as many as `bounds.sessions` of streams-app times its partitions
/// @param sample newest sessions that share an item with the path and are compared with it
/// @param neighbours the most similar of them, which propose items
/// @param length newest items of the path that count
/// @param seen what of the path may be proposed: keep, drop-current, drop-path
public record SessionsConfig(int maxSessions, int sample, int neighbours, int length, String seen) {
    private static final List<String> SEEN = List.of("keep", "drop-current", "drop-path");

    public SessionsConfig {
        Checks.range("sessions.max-sessions", maxSessions, 1, 100_000_000);
        Checks.range("sessions.sample", sample, 1, 100_000);
        Checks.range("sessions.neighbours", neighbours, 1, 100_000);
        Checks.range("sessions.length", length, 1, 9);
        if (!SEEN.contains(seen)) {
            throw new ConfigurationException("sessions.seen must be one of %s, got %s".formatted(SEEN, seen));
        }
    }
}
