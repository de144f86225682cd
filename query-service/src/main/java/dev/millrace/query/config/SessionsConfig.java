package dev.millrace.query.config;

/// Next items of a click path.
///
/// @param maxSessions sessions beyond it are refused; as many as `bounds.sessions` of streams-app times its partitions
/// @param sample newest sessions that share an item with the path and are compared with it
/// @param neighbours the most similar of them, which propose items
/// @param length newest items of the path that count
/// @param keepCurrent whether the path's last item may be proposed
public record SessionsConfig(int maxSessions, int sample, int neighbours, int length, boolean keepCurrent) {
    public SessionsConfig {
        Checks.range("sessions.max-sessions", maxSessions, 1, 100_000_000);
        Checks.range("sessions.sample", sample, 1, 100_000);
        Checks.range("sessions.neighbours", neighbours, 1, 100_000);
        Checks.range("sessions.length", length, 1, 9);
    }
}
