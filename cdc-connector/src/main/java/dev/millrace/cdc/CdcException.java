package dev.millrace.cdc;

/// The connector cannot go on; the message says what, where and what next.
public final class CdcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CdcException(String message) {
        super(message);
    }

    public CdcException(String message, Throwable cause) {
        super(message, cause);
    }
}
