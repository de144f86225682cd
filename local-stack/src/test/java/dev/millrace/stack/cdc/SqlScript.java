package dev.millrace.stack.cdc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The statements of a script, split at semicolons outside of quotes and comments. `$$` stands for a semicolon inside
/// of a stored routine.
record SqlScript(List<String> statements) {

    static SqlScript read(Path file) throws IOException {
        return of(Files.readString(file));
    }

    static SqlScript of(String text) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\' && quote != '`') {
                    statement.append(c).append(text.charAt(++i));
                    continue;
                }
                quote = c == quote ? 0 : quote;
            } else if (text.startsWith("-- ", i) || c == '#') {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
                statement.append('\n');
                continue;
            } else if (c == '\'' || c == '"' || c == '`') {
                quote = c;
            } else if (c == ';') {
                add(statements, statement);
                continue;
            }
            statement.append(c);
        }
        add(statements, statement);
        return new SqlScript(List.copyOf(statements));
    }

    private static void add(List<String> statements, StringBuilder statement) {
        String text = statement.toString().strip().replace("$$", ";");
        if (!text.isEmpty()) {
            statements.add(text);
        }
        statement.setLength(0);
    }

    /// Runs all statements; returns those that the server refuses, each with its reason.
    List<String> run(Connection connection) throws SQLException {
        List<String> refused = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    refused.add(sql.lines().findFirst().orElse("") + " -> " + e.getMessage());
                }
            }
        }
        return refused;
    }
}
