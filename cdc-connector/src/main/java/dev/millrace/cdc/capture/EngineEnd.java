package dev.millrace.cdc.capture;

import dev.millrace.cdc.CdcException;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Why an engine is no longer running.
///
/// @param engine its name
/// @param message what happened, in one sentence
/// @param cause null when Debezium names none
public record EngineEnd(
        String engine, String message, @Nullable Throwable cause) {

    /// Whether only the connection to the source broke, so that an engine that is opened anew goes on. (Debezium 3.6.1
    /// means to try again by itself, but its MySqlErrorHandler asks about the cause behind the last one.)
    public boolean isConnectionLost() {
        boolean lost = false;
        for (Throwable link = cause; link != null; link = link.getCause()) {
            if (link instanceof CdcException) {
                return false;
            }
            lost |= link instanceof IOException || isConnectionLost(link);
        }
        return lost;
    }

    /// Whether that error is one of the connection.
    public static boolean isConnectionLost(Throwable link) {
        return link instanceof SQLException error
                && error.getSQLState() != null
                && error.getSQLState().startsWith("08");
    }
}
