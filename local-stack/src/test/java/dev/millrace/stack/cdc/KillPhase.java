package dev.millrace.stack.cdc;

import java.util.Locale;

/// What a connector is doing when it is killed.
enum KillPhase {
    SNAPSHOT,
    STREAMING,
    SCHEMA_CHANGE,
    LARGE_TRANSACTION,
    TABLE_READ;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
