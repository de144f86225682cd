package dev.millrace.contract.topic;

/// A topic could not be created or does not look as the contract says.
public final class TopicException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TopicException(String message, Throwable cause) {
        super(message, cause);
    }

    public TopicException(String message) {
        super(message);
    }
}
