package dev.millrace.stack.bench;

/// A measurement that did not come about: what, which, what next. There is no figure then.
public final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BenchException(String message) {
        super(message);
    }

    public BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
