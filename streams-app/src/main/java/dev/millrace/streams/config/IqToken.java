package dev.millrace.streams.config;

/// What query-service has to show to read state; never printed.
///
/// @param value 16 characters or more; empty when anybody may
public record IqToken(String value) {
    private static final int SHORTEST = 16;

    public IqToken {
        TopologySettings.require(
                value.isEmpty() || value.length() >= SHORTEST,
                "iq.token must have %d characters or more, or be empty".formatted(SHORTEST));
    }

    @Override
    public String toString() {
        return value.isEmpty() ? "" : "***";
    }
}
