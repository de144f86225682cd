package dev.millrace.stack.load.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Statements of one connection, each prepared once.
public final class Sql {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    public Sql(Connection connection) {
        this.connection = connection;
    }

    /// Runs a change and gives the number of rows it changed.
    public int change(String sql, @Nullable Object... values) throws SQLException {
        return bind(sql, values).executeUpdate();
    }

    /// Runs an insert and gives the id that the database chose.
    public long insert(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = bind(sql, values);
        statement.executeUpdate();
        try (var keys = statement.getGeneratedKeys()) {
            if (!keys.next()) {
                throw new SQLException("the database gave no id for: " + sql);
            }
            return keys.getLong(1);
        }
    }

    /// The first number of the first row; 0 when there is none.
    public long number(String sql, @Nullable Object... values) throws SQLException {
        try (var rows = bind(sql, values).executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private PreparedStatement bind(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
