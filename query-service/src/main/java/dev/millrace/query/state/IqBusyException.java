package dev.millrace.query.state;

import java.io.IOException;

/// A host was not asked, for too much is being asked of it already: nothing is said about the host.
public final class IqBusyException extends IqException {
    private static final long serialVersionUID = 1L;

    IqBusyException(IOException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
