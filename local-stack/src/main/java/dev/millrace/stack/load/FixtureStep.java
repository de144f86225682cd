package dev.millrace.stack.load;

import dev.millrace.stack.load.sql.Column;
import dev.millrace.stack.load.sql.TableInsert;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table of the Matomo dump, row by row with its own ids: the columns that both versions of Matomo have.
///
/// @param idColumn first column of the primary key
/// @param rows values in the order of `columns`
record FixtureStep(String name, String table, String idColumn, List<String> columns, List<List<@Nullable Object>> rows)
        implements LoadStep {

    @Override
    public Target target() {
        return Target.MATOMO;
    }

    @Override
    public int units() {
        return rows.size();
    }

    @Override
    public void check(Connection connection) throws SQLException {
        int id = columns.indexOf(idColumn);
        long highest = rows.stream()
                .mapToLong(row -> Long.parseLong(String.valueOf(row.get(id))))
                .max()
                .orElse(0);
        try (var count = connection.prepareStatement(
                "SELECT COUNT(*) FROM `%s` WHERE `%s` BETWEEN 1 AND ?".formatted(table, idColumn))) {
            count.setLong(1, highest);
            try (var taken = count.executeQuery()) {
                taken.next();
                if (taken.getLong(1) > 0) {
                    throw conflict(taken.getLong(1) + " rows with " + idColumn + " 1 to " + highest);
                }
            }
        }
    }

    @Override
    public void write(Connection connection, int from, int to) throws SQLException {
        String mode = swapSqlMode(connection, "NO_AUTO_VALUE_ON_ZERO");
        List<Column> wanted = columns.stream().map(Column::of).toList();
        try (TableInsert insert = TableInsert.into(connection, table, wanted)) {
            for (var row : rows.subList(from, to)) {
                insert.add(row);
            }
            insert.send();
        } catch (SQLIntegrityConstraintViolationException e) {
            throw conflict(String.valueOf(e.getMessage()));
        }
        swapSqlMode(connection, mode);
    }

    /// The dump was made without strict mode, as Matomo itself runs. Gives back the mode that was set.
    private static String swapSqlMode(Connection connection, String mode) throws SQLException {
        try (var statement = connection.createStatement()) {
            String before;
            try (var rows = statement.executeQuery("SELECT @@SESSION.sql_mode")) {
                rows.next();
                before = rows.getString(1);
            }
            statement.execute("SET SESSION sql_mode = '" + mode + "'");
            return before;
        }
    }

    private LoadException conflict(String what) {
        return new LoadException(
                "%s already has %s, and the Matomo fixture keeps its own ids: load it into a fresh stack (up --clean)"
                        .formatted(table, what));
    }
}
