package dev.millrace.stack.load.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A batched insert of the columns that the table really has. Columns that it lacks are left out with their values,
/// because shops and Matomo versions differ in their column sets.
public final class TableInsert implements AutoCloseable {
    private final PreparedStatement statement;
    private final List<Column> wanted;
    private final Set<String> present;
    private int waiting;

    private TableInsert(PreparedStatement statement, List<Column> wanted, Set<String> present) {
        this.statement = statement;
        this.wanted = wanted;
        this.present = present;
    }

    /// Prepares an insert into `table`.
    ///
    /// @throws SQLException when the table is missing or has none of the columns
    public static TableInsert into(Connection connection, String table, List<Column> wanted) throws SQLException {
        Set<String> present = columnsOf(connection, table);
        List<Column> used =
                wanted.stream().filter(column -> present.contains(key(column))).toList();
        if (used.isEmpty()) {
            throw new SQLException("table " + table + " has none of the columns to be written");
        }
        String sql = "INSERT INTO `%s` (%s) VALUES (%s)"
                .formatted(
                        table,
                        used.stream().map(column -> "`" + column.name() + "`").collect(Collectors.joining(",")),
                        used.stream().map(Column::expression).collect(Collectors.joining(",")));
        return new TableInsert(connection.prepareStatement(sql), wanted, present);
    }

    /// The column names of `table` in lower case.
    public static Set<String> columnsOf(Connection connection, String table) throws SQLException {
        Set<String> names = new HashSet<>();
        try (var statement = connection.createStatement();
                var none = statement.executeQuery("SELECT * FROM `" + table + "` LIMIT 0")) {
            ResultSetMetaData columns = none.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnName(i).toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    /// Adds one row: a value for each wanted column that takes one, in their order.
    public void add(List<? extends @Nullable Object> values) throws SQLException {
        int parameter = 1;
        int next = 0;
        for (Column column : wanted) {
            if (!column.takesValue()) {
                continue;
            }
            Object value = values.get(next++);
            if (present.contains(key(column))) {
                statement.setObject(parameter++, value);
            }
        }
        if (next != values.size()) {
            throw new IllegalArgumentException("%d values for %d columns".formatted(values.size(), next));
        }
        statement.addBatch();
        waiting++;
    }

    /// Sends the rows added since the last call and says how many there were.
    public int send() throws SQLException {
        int sent = waiting;
        waiting = 0;
        if (sent > 0) {
            statement.executeBatch();
        }
        return sent;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }

    private static String key(Column column) {
        return column.name().toLowerCase(Locale.ROOT);
    }

    /// A row of values, any of which may be null.
    public static List<@Nullable Object> row(@Nullable Object... values) {
        List<@Nullable Object> row = new ArrayList<>(values.length);
        for (Object value : values) {
            row.add(value);
        }
        return row;
    }
}
