package dev.millrace.embedding.model;

/// A text that a model cannot embed, or a model that cannot be run; the message says which and what next.
public final class EmbeddingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EmbeddingException(String message) {
        super(message);
    }

    EmbeddingException(String message, Throwable cause) {
        super(message, cause);
    }
}
