package dev.millrace.cdc.capture;

import dev.millrace.cdc.CdcException;
import dev.millrace.cdc.config.DatabaseConfig;
import java.util.regex.Pattern;

/// Says in words that the columns of a captured table are not known any more, and what to do. Debezium says it in many
/// ways, with advice that does not hold here.
final class UnreadableSchema {
    private static final Pattern SYMPTOM =
            Pattern.compile("internal schema|schema isn't known to this connector|out of sync with real database");

    private static final String REMEDY = " Rows behind it would be read into the wrong columns, so capture stops here."
            + " Start once with the setting debezium: { snapshot.mode: always }, and without it afterwards: all captured"
            + " tables are read anew and the binlog is followed from there";

    private UnreadableSchema() {}

    /// The error as a [CdcException] with a remedy; the argument itself when it is about something else.
    static Throwable inWords(DatabaseConfig database, Throwable error) {
        String statement = DdlReading.failedStatement(error).orElse("");
        if (!statement.isEmpty()) {
            return new CdcException(
                    "neither of Debezium's grammars reads a DDL statement of the %s database: %s.%s"
                            .formatted(database.name(), DdlReading.shown(statement), REMEDY),
                    error);
        }
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (SYMPTOM.matcher(String.valueOf(cause.getMessage())).find()) {
                return new CdcException(
                        "the binlog of the %s database has rows of another shape than its DDL tells (an ALTER that was"
                                        .formatted(database.name())
                                + " kept out of the binlog?).%s (%s)".formatted(REMEDY, cause.getMessage()),
                        error);
            }
        }
        return error;
    }
}
