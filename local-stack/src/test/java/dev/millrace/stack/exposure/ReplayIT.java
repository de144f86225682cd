package dev.millrace.stack.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.id.RequestId;
import dev.millrace.contract.proto.ExposedItem;
import dev.millrace.contract.proto.RequestExposure;
import dev.millrace.stack.streams.RawFeed;
import dev.millrace.stack.streams.StreamsCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Lists over HTTP from the state of a real streams-app: those for somebody are on the broker once, those for nobody
/// are not, and each is told by its request id as it was served.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ReplayIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String VISITOR = "00ff00ff00ff0001";

    @TempDir
    private Path folder;

    /// A list as its client got it.
    ///
    /// @param endpoint its short name
    /// @param items its entries
    private record Served(String endpoint, String requestId, JsonNode items) {}

    @Test
    void everyListForSomebodyIsLoggedOnceAndToldAsItWasServed() throws Exception {
        try (StreamsCluster cluster = new StreamsCluster(folder, "standbys: 0")) {
            cluster.start("a");
            cluster.awaitRoutes(StreamsCluster.owned(0));
            List<Served> served;
            try (LiveService service = LiveService.start(folder, cluster)) {
                fill(cluster, service);
                askForNobody(service);
                served = askForSomebody(service);
                askForNobody(service);
                for (Served list : served) {
                    assertTold(service, list);
                }
            } // what was offered is written now
            assertWritten(served, cluster.brokers());
        }
    }

    /// Items, orders by two users, a visit; returns when lists have all of it.
    private static void fill(StreamsCluster cluster, LiveService service) {
        try (RawFeed feed = new RawFeed(cluster.brokers())) {
            Shelf shelf = new Shelf(feed);
            IntStream.rangeClosed(1, 12).forEach(shelf::item);
            shelf.orders(1, 1, 2, 3, 4);
            shelf.orders(2, 1, 2, 5, 6);
            shelf.visit(VISITOR, 1, 2, 3);
            shelf.visit("00ff00ff00ff0002", 1, 4);
            feed.flush();
            feed.beat();
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(service.ready()).isTrue();
            assertThat(service.json("/hot/trending").path("items")).hasSizeGreaterThanOrEqualTo(6);
            assertThat(service.json("/similar/1").path("similar_items")).hasSizeGreaterThanOrEqualTo(5);
            assertThat(service.json("/items/12").path("item_id").asText()).isEqualTo("ds:12");
        });
    }

    private static void askForNobody(LiveService service) {
        assertThat(service.json("/similar/1").path("similar_items")).isNotEmpty();
        assertThat(service.json("/hot/trending").path("items")).isNotEmpty();
        // HEAD shows a list to nobody, whoever asks
        assertThat(service.head("/recommend/user/1").status()).isEqualTo(200);
        assertThat(service.head("/hot/trending?user_id=1").status()).isEqualTo(200);
    }

    private static List<Served> askForSomebody(LiveService service) {
        String own = "X-Request-ID";
        return List.of(
                served("detail", "recommendations", service.get("/recommend/detail/1?user_id=1&limit=8")),
                served("user", "recommendations", service.get("/recommend/user/1?limit=5")),
                served("visitor", "recommendations", service.get("/recommend/visitor/" + VISITOR)),
                served("session", "recommendations", service.get("/recommend/session?items=1,2")),
                served("similar", "similar_items", service.get("/similar/1", own, "req_shop-1")),
                served("trending", "items", service.get("/hot/trending?limit=3", own, "req_shop-2")));
    }

    private static Served served(String endpoint, String list, LiveService.Reply reply) {
        assertThat(reply.status()).as(endpoint).isEqualTo(200);
        assertThat(reply.requestId()).isEqualTo(reply.body().path("request_id").asText());
        JsonNode items = reply.body().path(list);
        assertThat(items).as(endpoint).isNotEmpty();
        return new Served(endpoint, reply.requestId(), items);
    }

    private static void assertTold(LiveService service, Served list) {
        String path = "/recommend/detail/1/explain?request_id=" + list.requestId();
        await().atMost(PATIENCE).until(() -> service.get(path).status() == 200);
        JsonNode told = service.json(path);
        assertThat(told.path("request_id").asText()).isEqualTo(list.requestId());
        assertThat(told.path("endpoint").asText()).isEqualTo(list.endpoint());
        assertThat(told.path("items")).as(list.endpoint()).hasSameSizeAs(list.items());
        for (int i = 0; i < list.items().size(); i++) {
            JsonNode got = list.items().path(i);
            JsonNode place = told.path("items").path(i);
            assertThat(place.path("position").asInt())
                    .isEqualTo(got.path("rank").asInt());
            assertThat(place.path("item_id")).isEqualTo(got.path("item_id"));
            assertThat(place.path("title")).isEqualTo(got.path("title"));
            assertThat(place.path("score").asDouble())
                    .as("%s, position %d", list.endpoint(), i + 1)
                    .isCloseTo(got.path("score").asDouble(), within(1e-6));
        }
    }

    private static void assertWritten(List<Served> served, String brokers) throws Exception {
        Map<String, RequestExposure> written = new HashMap<>();
        List<String> ids = new ArrayList<>();
        for (WrittenExposures one : WrittenExposures.all(brokers)) {
            written.put(one.exposure().getRequestId(), one.exposure());
            ids.add(one.exposure().getRequestId());
        }
        assertThat(ids)
                .as("each once, and no other: neither lists for nobody nor explanations")
                .containsExactlyInAnyOrderElementsOf(
                        served.stream().map(Served::requestId).toList());
        for (Served list : served) {
            RequestExposure exposure = written.get(list.requestId());
            assertThat(exposure.getEndpoint()).isEqualTo(list.endpoint());
            assertThat(exposure.getItemsList())
                    .extracting(ExposedItem::getPosition)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, list.items().size())
                                    .boxed()
                                    .toList());
        }
        assertThat(ids.stream().filter(id -> new RequestId(id).madeAtMs().isPresent()))
                .as("ids of ours tell their time, those of the client do not")
                .hasSize(served.size() - 2);
    }
}
