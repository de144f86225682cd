package dev.millrace.streams.ingest;

/// A row that does not keep the contract. Caught at the border of each sub-topology and turned into a dead letter.
public final class BadRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String reason;

    /// @param reason constant word for the dead letter
    /// @param detail which column or value
    public BadRowException(String reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    /// The constant word.
    public String reason() {
        return reason;
    }
}
