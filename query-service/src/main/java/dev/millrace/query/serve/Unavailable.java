package dev.millrace.query.serve;

/// The state that an answer needs is away and there is nothing to put in its place.
public final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message) {
        super(message, null, false, false);
    }
}
