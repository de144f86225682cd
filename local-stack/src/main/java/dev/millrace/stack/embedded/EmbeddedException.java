package dev.millrace.stack.embedded;

/// An embedded server could not be had, started or stopped. The message says what to do next.
public final class EmbeddedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EmbeddedException(String message) {
        super(message);
    }

    public EmbeddedException(String message, Throwable cause) {
        super(message, cause);
    }
}
