package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.query.config.VectorSnapshotConfig;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.TestConfig;
import dev.millrace.query.support.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorApiTest {
    private static final String MODEL = "all-minilm-l6-v2-q";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<TestService> services = new ArrayList<>();

    @AfterEach
    void close() {
        services.forEach(TestService::close);
    }

    /// 30 items; 1, 2 and 3 mean about the same, 4 something else.
    private TestService service(VectorSnapshotConfig snapshots) {
        TestService service = TestService.withSnapshots(snapshots);
        services.add(service);
        for (long number = 1; number <= 30; number++) {
            service.catalogue.put(Items.dataset(number).build());
        }
        service.noTrending();
        return service;
    }

    private TestService service() {
        return service(TestConfig.snapshots("", List.of(), ""));
    }

    private static TestService withVectors(TestService service) {
        return service.vector(1, MODEL, 1, 0, 0)
                .vector(2, MODEL, 0.6f, 0.8f, 0)
                .vector(3, MODEL, 0.8f, 0.6f, 0)
                .vector(4, MODEL, 0, 0, 1)
                .vector(5, "another", 1, 0);
    }

    private static List<String> reasons(JsonNode list) {
        List<String> reasons = new ArrayList<>();
        list.forEach(item -> reasons.add(
                item.get("item_id").asText() + " " + item.get("reason").asText() + " "
                        + Math.round(100 * item.get("score").asDouble())));
        return reasons;
    }

    @Test
    void itemsWithSimilarWordsAreAmongOthers() {
        TestService service = withVectors(service());
        service.neighbours(1, 900, Map.of(2L, 300L)).start();
        await().atMost(LIMIT)
                .until(() -> service.get("/similar/1").header("X-Degraded").isEmpty());

        assertThat(reasons(service.get("/similar/1?limit=3").body().get("similar_items")))
                .containsExactly("ds:2 behavior+content+vector 56", "ds:3 content+vector 29", "ds:11 content 24");
        assertThat(reasons(service.get("/similar/3?limit=3").body().get("similar_items")))
                .containsExactly("ds:2 content+vector 32", "ds:1 content+vector 25", "ds:13 content 24");
        assertThat(reasons(service.get("/similar/4?limit=1").body().get("similar_items")))
                .containsExactly("ds:14 content 24");
    }

    @Test
    void anItemWithoutVectorIsFilledUpOtherwise() {
        TestService service = withVectors(service()).start();
        await().atMost(LIMIT)
                .until(() -> service.get("/similar/9").header("X-Degraded").isEmpty());
        assertThat(reasons(service.get("/similar/9?limit=1").body().get("similar_items")))
                .containsExactly("ds:19 content 24");
    }

    @Test
    void aNewVectorIsInTheNextAnswerAndOneThatIsGoneIsNot() {
        TestService service = withVectors(service()).start();
        await().atMost(LIMIT)
                .until(() -> reasons(service.get("/similar/1?limit=1").body().get("similar_items"))
                        .getFirst()
                        .startsWith("ds:3 content+vector"));

        service.vector(21, MODEL, 0.96f, 0.28f, 0);
        await().atMost(LIMIT)
                .until(() -> reasons(service.get("/similar/1?limit=1").body().get("similar_items"))
                        .getFirst()
                        .startsWith("ds:21 content+vector"));

        service.vectors.append("ds:21", null);
        await().atMost(LIMIT)
                .until(() -> reasons(service.get("/similar/1?limit=1").body().get("similar_items"))
                        .getFirst()
                        .startsWith("ds:3 content+vector"));
    }

    @Test
    void sessionsAreFilledUpByWordsToo() {
        TestService service = withVectors(service()).start();
        await().atMost(LIMIT)
                .until(() -> reasons(service.get("/recommend/session?items=1&limit=2")
                                .body()
                                .get("recommendations"))
                        .getFirst()
                        .startsWith("ds:3 content+vector"));
    }

    @Test
    void answersSayWhenVectorsAreStillBeingRead() {
        TestService service = service();
        service.vector(1, MODEL, 1, 0, 0);
        service.vectors.mark("ds:1"); // the end is behind what can be read
        service.neighbours(2, 900, Map.of(3L, 300L)).start();

        assertThat(service.get("/similar/1").header("X-Degraded")).isEqualTo("vectors");
        assertThat(service.get("/similar/1").status()).isEqualTo(200);
        assertThat(service.get("/health").text()).contains("degraded", "\"vectors\":\"loading\"");
        assertThat(service.get("/recommend/session?items=1").header("X-Degraded"))
                .isEqualTo("vectors");

        service.vectors.passMark("ds:1");
        await().atMost(LIMIT)
                .until(() -> service.get("/similar/1").header("X-Degraded").isEmpty());
    }

    private Path snapshots() {
        TestService first = withVectors(service(TestConfig.snapshots(folder.toString(), List.of(), "")))
                .start();
        await().atMost(LIMIT)
                .until(() -> first.get("/similar/1").header("X-Degraded").isEmpty());
        first.close();
        services.remove(first);
        return folder;
    }

    @Test
    void aFreshInstanceTakesTheVectorsOfAPeerBeforeItHasReadTheTopic() {
        var kept = TestConfig.snapshots(snapshots().toString(), List.of(), "secret");
        TestService peer = withVectors(service(kept)).start();
        String host = "127.0.0.1:" + peer.port();
        for (String token : List.of("secret", "other")) {
            TestService fresh = service(TestConfig.snapshots("", List.of("127.0.0.1:1", host), token));
            fresh.vector(1, MODEL, 1, 0, 0);
            fresh.vectors.mark("ds:1");
            fresh.start();
            if (token.equals("secret")) {
                await().atMost(LIMIT)
                        .until(
                                () -> reasons(
                                        fresh.get("/similar/1?limit=1").body().get("similar_items")),
                                list -> list.getFirst().startsWith("ds:3 content+vector"));
                assertThat(fresh.get("/similar/1").header("X-Degraded")).isEmpty();
            } else {
                assertThat(fresh.get("/similar/1").header("X-Degraded")).isEqualTo("vectors");
            }
        }
    }

    @Test
    void snapshotsAreShownToWhoHasTheToken() throws IOException {
        var kept = TestConfig.snapshots(snapshots().toString(), List.of(), "secret");
        TestService service = withVectors(service(kept)).start();
        for (String path : List.of("/internal/vectors", "/internal/vectors/" + MODEL)) {
            assertThat(service.get(path).status()).isEqualTo(401);
            assertThat(service.get(path).header("WWW-Authenticate")).isEqualTo("Bearer");
            var other = service.get(path, "Authorization", "Bearer secrets");
            assertThat(other.status()).isEqualTo(403);
            assertThat(other.body().get("detail").asText()).isEqualTo("the token of this path is another");
        }
        String[] shown = {"Authorization", "Bearer secret"};
        assertThat(service.get("/internal/vectors", shown).text()).isEqualTo("[\"" + MODEL + "\",\"another\"]");
        assertThat(service.get("/internal/vectors/" + MODEL, shown).raw().body())
                .isEqualTo(Files.readAllBytes(folder.resolve(MODEL + ".vectors")));
        for (String unknown : List.of("nothing", "..%2Fquery", ".", "m%00")) {
            assertThat(service.get("/internal/vectors/" + unknown, shown).status())
                    .as(unknown)
                    .isIn(404, 400);
        }
    }

    @Test
    void whoKeepsNoSnapshotsHasNone() {
        TestService service = service().start();
        assertThat(service.get("/internal/vectors").text()).isEqualTo("[]");
        assertThat(service.get("/internal/vectors/" + MODEL).status()).isEqualTo(404);
    }
}
