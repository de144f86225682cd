package dev.millrace.query.state;

/// A host of streams-app did not answer as it should.
public class IqException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IqException(String message) {
        super(message);
    }

    public IqException(String message, Throwable cause) {
        super(message, cause);
    }
}
