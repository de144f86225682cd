package dev.millrace.cdc.capture;

import dev.millrace.cdc.config.DatabaseConfig;
import io.debezium.relational.history.SchemaHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How DDL statements in the binlog are read. Debezium has two grammars, and each stops at statements that the other
/// reads: the newer one at a column named `url`, the older one at one named `skip`. So a statement that stops an engine
/// is tried with the other grammar; if that fails too and it names no captured table, it is passed over.
///
/// A statement that names a captured table is never passed over: the values of later rows would be taken for those of
/// other columns.
///
/// @param grammar which one reads now
/// @param unread the statement that the other grammar failed at; empty text when none has failed
/// @param passedOver statements that are not read at all
record DdlReading(Grammar grammar, String unread, List<String> passedOver) {
    /// Debezium's names of its grammars.
    enum Grammar {
        DEFAULT,
        LEGACY;

        private Grammar other() {
            return this == DEFAULT ? LEGACY : DEFAULT;
        }
    }

    static final DdlReading FIRST = new DdlReading(Grammar.DEFAULT, "", List.of());

    /// Beyond it a restart of the process, which begins behind them, does better than remembering more.
    private static final int MOST_PASSED_OVER = 20;

    private static final String FILTER = SchemaHistory.DDL_FILTER.name();
    private static final Pattern STATEMENT = Pattern.compile("(?s)with the statement '(.*?)'(?:\\R|$)");
    private static final Pattern LITERAL = Pattern.compile("(?s)'[^']*'|\"[^\"]*\"");
    private static final int LONGEST_SHOWN = 200;

    DdlReading {
        passedOver = List.copyOf(passedOver);
    }

    /// The statement that an engine stopped at; empty when it stopped for another reason.
    static Optional<String> failedStatement(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            Matcher statement = STATEMENT.matcher(String.valueOf(cause.getMessage()));
            if (cause.getClass().getName().startsWith("io.debezium.text.") && statement.find()) {
                return Optional.of(statement.group(1).strip());
            }
        }
        return Optional.empty();
    }

    /// How to go on after `statement` could not be read; empty when nothing is left to try.
    Optional<DdlReading> after(String statement, DatabaseConfig database) {
        if (!statement.equals(unread)) {
            return Optional.of(new DdlReading(grammar.other(), statement, passedOver));
        }
        if (namesCapturedTable(statement, database) || passedOver.size() == MOST_PASSED_OVER) {
            return Optional.empty();
        }
        List<String> more = new ArrayList<>(passedOver);
        more.add(statement);
        return Optional.of(new DdlReading(Grammar.DEFAULT, "", more));
    }

    /// A copy that is to take a captured table's place (`_order_tab_new`) counts as that table.
    private static boolean namesCapturedTable(String statement, DatabaseConfig database) {
        String lowerCase = statement.toLowerCase(Locale.ROOT);
        return database.source().tables().stream()
                .map(table -> table.tableName(database.tablePrefix()).toLowerCase(Locale.ROOT))
                .anyMatch(lowerCase::contains);
    }

    void applyTo(Properties settings) {
        settings.setProperty("ddl.parser.type", grammar.name().toLowerCase(Locale.ROOT));
        StringBuilder filter =
                new StringBuilder(settings.getProperty(FILTER, SchemaHistory.DDL_FILTER.defaultValueAsString()));
        for (String statement : passedOver) {
            filter.append(',').append(pattern(statement));
        }
        settings.setProperty(FILTER, filter.toString());
    }

    /// Matches that statement; marks that mean something in patterns or lists match any mark.
    private static String pattern(String statement) {
        return statement.replaceAll("[^A-Za-z0-9]", ".");
    }

    /// The statement for a log: without the texts in it, and not longer than a few lines.
    static String shown(String statement) {
        String bare = LITERAL.matcher(statement).replaceAll("'…'").replaceAll("\\s+", " ");
        return bare.length() > LONGEST_SHOWN ? bare.substring(0, LONGEST_SHOWN) + "…" : bare;
    }
}
