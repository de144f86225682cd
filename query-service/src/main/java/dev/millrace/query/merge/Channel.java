package dev.millrace.query.merge;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The ways to find a candidate. Their order is that of reasons, bits and logged scores: a new one comes last.
public enum Channel {
    /// Taken by the same people as the page item or the history.
    BEHAVIOR("behavior"),
    /// Follows the click path in other visits.
    SESSION("session"),
    /// Fits the actor's tags and sellers.
    PROFILE("profile"),
    /// Shares tags, seller or price band with the page item.
    CONTENT("content"),
    /// Its text means something similar.
    VECTOR("vector"),
    /// Taken by many lately.
    TRENDING("trending"),
    /// New or hardly shown: shown to learn about it.
    EXPLORATION("exploration"),
    /// Fills a list that nothing else fills.
    NEWEST("newest");

    private static final int COUNT = values().length;

    private final String reason;

    Channel(String reason) {
        this.reason = reason;
    }

    /// The word in answers, settings and logs.
    public String reason() {
        return reason;
    }

    /// Whether it takes part in the merge.
    public boolean isRecalled() {
        return ordinal() < EXPLORATION.ordinal();
    }

    /// The channel of that word that takes part in the merge.
    public static Optional<Channel> find(String reason) {
        return Arrays.stream(values())
                .filter(channel -> channel.isRecalled() && channel.reason.equals(reason))
                .findFirst();
    }

    /// The words of those that take part in the merge, in their order.
    public static String known() {
        return Arrays.stream(values())
                .filter(Channel::isRecalled)
                .map(Channel::reason)
                .collect(Collectors.joining(", "));
    }

    static int count() {
        return COUNT;
    }

    int bit() {
        return 1 << ordinal();
    }
}
