package dev.millrace.stack.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.stack.status.DatabaseLogin;
import dev.millrace.stack.status.StackStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// What to try once the stack is ready.
final class Welcome {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final StackStatus status;
    private final String url;

    Welcome(StackStatus status) {
        this.status = status;
        this.url = Objects.requireNonNull(status.http().get("query"));
    }

    void print(PrintStream out) {
        out.printf("  page      %s/%n", url);
        out.printf("  kafka     %s%n", status.kafka());
        status.databases().forEach((role, login) -> out.printf("  %-9s %s%n", role, login));
        out.println("  passwords, admin token: ./dev status\n\nTry:");
        out.printf("  curl '%s/hot/trending?timeframe=1h&limit=5'%n", url);
        Optional<String> item = trendingItem().or(this::catalogueItem);
        item.ifPresentOrElse(
                id -> {
                    out.printf("  curl '%s/items/%s'%n", url, id);
                    out.printf("  curl '%s/recommend/detail/%s?user_id=1&limit=5'%n", url, id);
                },
                () -> out.println("  (the shop is empty: ./dev load <folder> fills it, or start with --rate 20)"));
    }

    /// The number of the best data set now.
    private Optional<String> trendingItem() {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var question = HttpRequest.newBuilder(URI.create(url + "/hot/trending?timeframe=7d&limit=1"))
                    .timeout(PATIENCE)
                    .build();
            var answer = client.send(question, HttpResponse.BodyHandlers.ofString());
            JsonNode id = new ObjectMapper().readTree(answer.body()).findPath("item_id");
            return id.isMissingNode() || id.isNull() ? Optional.empty() : Optional.of(id.asText());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<String> catalogueItem() {
        DatabaseLogin shop = Objects.requireNonNull(status.databases().get("business"));
        try (Connection connection = DriverManager.getConnection(shop.jdbcUrl(), shop.user(), shop.password());
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT MIN(id) FROM dataset WHERE is_delete = 0")) {
            return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }
}
