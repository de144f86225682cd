package dev.millrace.query.config;

import java.util.Arrays;
import java.util.Locale;

/// What ends the windows: the wall clock, or the newest event time while history is replayed.
public enum WindowClock {
    LIVE,
    REPLAY;

    static WindowClock of(String text) {
        return Arrays.stream(values())
                .filter(clock -> clock.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException("clock must be live or replay, got " + text));
    }
}
