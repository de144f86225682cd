package dev.millrace.query.http;

/// A customer has asked more often than he may.
final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long retryAfterSeconds;

    /// @param retryAfterSeconds after which one more is let through
    TooMany(long retryAfterSeconds) {
        super("more requests a second than allowed: access.requests-per-second");
        this.retryAfterSeconds = retryAfterSeconds;
    }

    long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
