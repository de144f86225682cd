package dev.millrace.stack.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A front end's side of recommending: asks for a list with a request id of its own and clicks an item of it.
final class ApiClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int AT_ONCE = 16;
    private static final int LIST = 20;
    private static final double GOES_ON = 0.7;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final AtomicLong number = new AtomicLong();
    private final URI query;
    private final String run;
    private final SimulatorMetrics metrics;

    /// @param run tells the request ids of this run from those of others
    ApiClient(URI query, String run, SimulatorMetrics metrics) {
        this.query = query;
        this.run = run;
        this.metrics = metrics;
    }

    /// Asks without waiting; `onClick` gets the click if a list came back. When too many requests are under way this
    /// one is not made.
    void follow(Change.FollowRecommendation asked, Consumer<Change.ClickShown> onClick) {
        if (!slots.tryAcquire()) {
            metrics.asked("too-many");
            return;
        }
        String requestId = "req_%s-%d".formatted(run, number.incrementAndGet());
        HttpRequest request = HttpRequest.newBuilder(query.resolve(asked.path(LIST)))
                .timeout(PATIENCE)
                .header("X-Request-ID", requestId)
                .build();
        var _ = http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).whenComplete((answer, failure) -> {
            slots.release();
            if (failure != null || answer.statusCode() != 200) {
                metrics.asked(failure == null ? "status-" + answer.statusCode() : "unreachable");
                return;
            }
            Optional<Change.ClickShown> click = click(asked, requestId, answer.body());
            metrics.asked(click.isPresent() ? "clicked" : "nothing-shown");
            click.ifPresent(onClick);
        });
    }

    /// The click on an answer: the higher in the list, the likelier.
    static Optional<Change.ClickShown> click(Change.FollowRecommendation asked, String requestId, String body) {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (IOException e) {
            return Optional.empty();
        }
        JsonNode items = answer.has("items") ? answer.path("items") : answer.path("recommendations");
        if (items.isEmpty()) {
            return Optional.empty();
        }
        int index = position(asked.choice(), items.size());
        JsonNode item = items.get(index);
        long id = item.path("dataset_id").asLong();
        return id <= 0
                ? Optional.empty()
                : Optional.of(new Change.ClickShown(
                        asked.session(),
                        asked.item(),
                        id,
                        item.path("title").asText("Data set " + id),
                        requestId,
                        index + 1));
    }

    /// Index 0..n-1 of a reader who looks at the next item with a fixed chance.
    static int position(double choice, int n) {
        return (int) (Math.log1p(-choice) / Math.log(GOES_ON)) % n;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
