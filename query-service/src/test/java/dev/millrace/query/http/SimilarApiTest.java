package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.TestService;
import dev.millrace.query.support.TestService.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimilarApiTest {
    private final TestService service = new TestService();

    @AfterEach
    void close() {
        service.close();
    }

    private void catalogue(int items) {
        for (long number = 1; number <= items; number++) {
            service.catalogue.put(Items.dataset(number).build());
        }
        service.noTrending();
    }

    private static List<String> ids(JsonNode body) {
        List<String> ids = new ArrayList<>();
        body.get("similar_items").forEach(item -> ids.add(item.get("item_id").asText()));
        return ids;
    }

    @Test
    void ranksNeighboursByBothActivitiesAndFillsUp() {
        catalogue(30);
        service.neighbours(1, 900, Map.of(2L, 300L, 3L, 200L));
        service.neighbours(2, 10_000, Map.of(1L, 300L));
        service.neighbours(3, 400, Map.of(1L, 200L));
        service.trending(TimeWindow.WEEK, 5, Map.of(ItemId.dataset(9), 7L));
        service.progress(System.currentTimeMillis()).start();

        Reply reply = service.get(
                "/similar/1?user_id=5",
                "User-Agent",
                "Mozilla/5.0 (iPhone)",
                "Accept-Language",
                "zh-CN,zh;q=0.9",
                "X-Recommend-Source",
                "mail");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(ids(reply.body())).hasSize(10).startsWith("ds:3", "ds:11", "ds:2", "ds:21", "ds:4", "ds:9");
        assertThat(reply.text())
                .contains("{\"item_id\":\"ds:3\",\"dataset_id\":3,\"title\":\"Item 3\",\"price\":3.50,"
                        + "\"cover_image\":null,\"rank\":1,\"score\":0.384258,\"reason\":\"behavior+content\"}");
        assertThat(reply.body().get("dataset_id").asLong()).isEqualTo(1);
        assertThat(reply.body().get("variant").asText()).isEqualTo("primary");
        assertThat(reply.body().get("algorithm_version").asText()).startsWith("linear-");
        assertThat(reply.body().get("experiment_variant").isNull()).isTrue();
        assertThat(reply.body().get("request_id").asText()).isEqualTo(reply.header("X-Request-ID"));
        assertThat(reply.body().get("freshness_ms").asLong()).isBetween(0L, 20_000L);
        assertThat(reply.body().get("request_context").toString())
                .isEqualTo("{\"source\":\"mail\",\"device_type\":\"mobile\",\"locale\":\"zh-cn\",\"client_app\":\"\"}");
        assertThat(reply.header("X-Degraded")).isEmpty();
    }

    @Test
    void aNewPairIsInTheNextAnswer() {
        catalogue(30);
        service.start();
        assertThat(ids(service.get("/similar/1?limit=1").body())).containsExactly("ds:11");

        service.neighbours(1, 100, Map.of(20L, 100L));

        assertThat(ids(service.get("/similar/1?limit=1").body())).containsExactly("ds:20");
    }

    @Test
    void anAnswerForNobodyIsPublicAndHasATag() {
        catalogue(30);
        service.start();

        Reply reply = service.get("/similar/1");

        assertThat(reply.header("Cache-Control")).isEqualTo("public, max-age=1");
        assertThat(reply.body().has("request_id")).isFalse();
        assertThat(reply.body().has("request_context")).isFalse();
        assertThat(reply.body().has("freshness_ms")).isFalse();
        assertThat(service.get("/similar/1", "If-None-Match", reply.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(service.get("/similar/1", "If-None-Match", reply.header("ETag"), "X-Request-ID", "req_x")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whoeverAsksGetsTheSameSharedList() {
        catalogue(30);
        service.start();
        String tag = service.get("/similar/1", "User-Agent", "iPhone").header("ETag");
        assertThat(service.get("/similar/1", "User-Agent", "Windows", "X-Recommend-Source", "search")
                        .header("ETag"))
                .isEqualTo(tag);
    }

    @Test
    void anUnknownUnsellableOrDeletedItemIsNotFound() {
        catalogue(2);
        service.catalogue.put(Items.dataset(3).setSellable(false).build());
        service.start();
        assertThat(service.get("/similar/3").status()).isEqualTo(404);
        assertThat(service.get("/similar/77").status()).isEqualTo(404);
        assertThat(service.get("/similar/2").status()).isEqualTo(200);

        service.catalogue.remove("ds:2");

        await().until(() -> service.get("/similar/2").status() == 404);
    }

    @Test
    void anItemThatTheCopyDoesNotHaveYetIsAskedOfItsOwner() {
        catalogue(2);
        service.start();
        service.state.put(
                QueryableStore.CATALOGUE,
                Partitions.of("ds:50"),
                "ds:50",
                Items.dataset(50).build());

        assertThat(ids(service.get("/similar/50").body())).containsExactly("ds:2", "ds:1");
    }

    @Test
    void withStreamsAwayTheListIsBackFillAndSaysSo() {
        catalogue(30);
        service.trending(TimeWindow.WEEK, 5, Map.of(ItemId.dataset(9), 7L));
        service.start();
        assertThat(service.get("/similar/1").header("X-Degraded")).isEmpty();
        service.streams.stop();

        await().until(() -> service.get("/similar/1").header("X-Degraded").equals("neighbours,trending"));
        Reply reply = service.get("/similar/1?user_id=1");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().get("variant").asText()).isEqualTo("fallback");
        assertThat(ids(reply.body())).hasSize(10).contains("ds:9"); // last known trending
    }

    @Test
    void itIsUnavailableOnlyWhenNothingCanBeHad() {
        catalogue(1);
        service.start();
        service.streams.restoring(0, 1, 2, 3);

        Reply reply = service.get("/similar/1");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(service.get("/similar/2").status()).isEqualTo(503);
    }

    @Test
    void untilActivitiesAreReadAnswersSaySoAndTheServiceIsNotReady() {
        catalogue(30);
        service.neighbours(1, 900, Map.of(2L, 200L));
        service.activities.mark("ds:1"); // there is something that has not come yet
        service.startWithoutWaiting();
        await().until(() -> service.get("/ready").text().contains("activities are being read"));

        Reply reply = service.get("/similar/1?limit=1");

        assertThat(ids(reply.body())).containsExactly("ds:2");
        assertThat(reply.body().get("variant").asText()).isEqualTo("primary");
        assertThat(reply.header("X-Degraded")).isEqualTo("neighbours");
        service.activities.passMark("ds:1");
        await().until(() -> service.get("/ready").status() == 200);
        assertThat(service.get("/similar/1?limit=1").header("X-Degraded")).isEmpty();
    }

    @Test
    void parametersAreChecked() {
        catalogue(60);
        service.start();
        assertThat(ids(service.get("/similar/1?limit=50").body())).hasSize(50);
        assertThat(service.get("/similar/1?limit=51").text()).contains("must be 1..50");
        assertThat(service.get("/similar/x").text()).contains("must be 123, ds:123 or api:45");
        assertThat(service.get("/similar/1?types=car").text()).contains("must be a comma list of ds, api");
        assertThat(service.get("/similar/1?types=ds,api").status()).isEqualTo(200);
    }
}
