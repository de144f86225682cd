package dev.millrace.streams.ingest;

import dev.millrace.contract.proto.SourcePosition;

/// A row that does not keep the contract. Caught at the border of each sub-topology and turned into a dead letter.
public final class BadRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String reason;
    private final transient SourcePosition position;

    /// @param reason constant word for the dead letter
    /// @param detail which column or value
    public BadRowException(String reason, String detail) {
        this(reason, detail, SourcePosition.getDefaultInstance());
    }

    private BadRowException(String reason, String detail, SourcePosition position) {
        super(detail, null, false, false);
        this.reason = reason;
        this.position = position;
    }

    /// The same, about a row whose place in the source database is known.
    public BadRowException at(SourcePosition where) {
        return new BadRowException(reason, String.valueOf(getMessage()), where);
    }

    /// Where the source database recorded the row; empty when even that is unreadable.
    public SourcePosition position() {
        return position;
    }

    /// The constant word.
    public String reason() {
        return reason;
    }
}
