package dev.millrace.stack.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tables of one of our two databases. Applying it to a database that has them changes nothing.
public enum Schema {
    /// The shop: user, dataset, dataset_image, order_tab, api_order.
    BUSINESS("business.sql"),
    /// Matomo's log tables with the prefix `matomo_`.
    MATOMO("matomo.sql");

    private static final Pattern CREATE = Pattern.compile("CREATE TABLE IF NOT EXISTS (\\w+)");
    private static final String HEARTBEAT = "heartbeat.sql";

    private final String resource;

    Schema(String resource) {
        this.resource = resource;
    }

    /// Creates in the connection's current database whatever is missing. What exists is not even asked for: MySQL would
    /// write the statement to its binlog, and every reader of that would have to understand it again.
    public void apply(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Set<String> existing = tables(statement);
            for (String sql : statements()) {
                Matcher create = CREATE.matcher(sql);
                if (!create.lookingAt() || !existing.contains(create.group(1))) {
                    statement.execute(sql);
                }
            }
        }
    }

    private static Set<String> tables(Statement statement) throws SQLException {
        Set<String> names = new HashSet<>();
        try (ResultSet rows = statement.executeQuery("SHOW TABLES")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    List<String> statements() {
        return Stream.of(resource, HEARTBEAT)
                .map(Schema::text)
                .flatMap(Schema::split)
                .toList();
    }

    /// Our files hold no semicolon but those that end a statement, once comments are gone.
    private static Stream<String> split(String text) {
        String bare = text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        return Arrays.stream(bare.split(";", -1)).map(String::strip).filter(sql -> !sql.isEmpty());
    }

    private static String text(String name) {
        try (InputStream in = Schema.class.getResourceAsStream("/schema/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the class path holds no /schema/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read /schema/" + name, e);
        }
    }
}
