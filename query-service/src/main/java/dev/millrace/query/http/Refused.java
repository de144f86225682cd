package dev.millrace.query.http;

/// A request that gets an error for an answer; the message says what and is shown.
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final int status;
    private final String scheme;

    Refused(int status, String message) {
        this(status, message, "Bearer");
    }

    private Refused(int status, String message, String scheme) {
        super(message);
        this.status = status;
        this.scheme = scheme;
    }

    static Refused keyMissing() {
        return new Refused(UNAUTHORIZED, "this path needs an API key: X-API-Key", "ApiKey");
    }

    static Refused keyUnknown() {
        return new Refused(FORBIDDEN, "there is no such API key", "ApiKey");
    }

    /// What a request without has to show.
    String scheme() {
        return scheme;
    }

    int status() {
        return status;
    }
}
