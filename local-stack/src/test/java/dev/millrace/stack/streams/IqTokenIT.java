package dev.millrace.stack.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.query.state.HttpIqTransport;
import dev.millrace.query.state.IqException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// State is for those who show the token.
class IqTokenIT {
    private static final String TOKEN = "a token of the tests";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void stateIsForThoseWhoShowTheTokenAndProbesAreForEverybody(@TempDir Path folder) throws Exception {
        try (StreamsCluster cluster = new StreamsCluster(folder, "standbys: 0\niq: {token: " + TOKEN + "}")) {
            String host = cluster.start("a").host();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> status(host, "GET", "/ready", "") == 200);
            for (String shown : new String[] {"", "Bearer another token", TOKEN}) {
                int refusal = shown.isEmpty() ? 401 : 403;
                assertThat(status(host, "GET", "/iq/routes", shown)).as(shown).isEqualTo(refusal);
                assertThat(status(host, "POST", "/iq/read", shown)).as(shown).isEqualTo(refusal);
            }
            assertThat(status(host, "GET", "/metrics", "")).isEqualTo(200);
            assertThat(routes(host, TOKEN)).isTrue();
            assertThat(routes(host, "")).isFalse();
        }
    }

    private static boolean routes(String host, String token) {
        try (HttpIqTransport transport = new HttpIqTransport(new SimpleMeterRegistry(), token)) {
            return transport.routes(host, Duration.ofSeconds(10)).getRoutesCount() > 0;
        } catch (IqException e) {
            return false;
        }
    }

    private int status(String host, String method, String path, String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + host + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
