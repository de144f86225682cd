package dev.millrace.stack.supervise;

import java.util.Locale;

/// Where a part stands.
public enum PartState {
    WAITING,
    STARTING,
    READY,
    /// It runs, but says that it is not ready: no more, or not yet after a long time.
    UNREADY,
    /// It died and comes back after a pause.
    RESTARTING,
    /// It died too often; nobody tries again.
    FAILED,
    STOPPING,
    STOPPED;

    /// The word in the status.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
