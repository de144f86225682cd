package dev.millrace.query.vector;

import java.io.IOException;
import java.util.Locale;

/// A snapshot that is not to be used: corrupt, cut off, or of another index. The message continues "snapshot …".
public final class SnapshotException extends IOException {
    private static final long serialVersionUID = 1L;

    SnapshotException(String message) {
        super(message);
    }

    static void unless(boolean holds, String message, Object... arguments) throws SnapshotException {
        if (!holds) {
            throw new SnapshotException(String.format(Locale.ROOT, message, arguments));
        }
    }
}
