package dev.millrace.stack.supervise;

/// The stack cannot be started or stopped as asked. The message says what to do next.
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
