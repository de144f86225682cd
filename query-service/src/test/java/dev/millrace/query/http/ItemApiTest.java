package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.contract.proto.Bucket;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.query.support.FakeStreams;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.TestService;
import dev.millrace.query.support.TestService.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ItemApiTest {
    private final TestService service = new TestService();

    @AfterEach
    void close() {
        service.close();
    }

    /// Catalogue entry and statistics: two orders, a view and a click at `timeMs`, ten orders ever.
    static void store(TestService service, CatalogueItem item, long timeMs) {
        int partition = Partitions.of(item.getItemId());
        service.state.put(QueryableStore.CATALOGUE, partition, item.getItemId(), item);
        Counters recent = Counters.newBuilder()
                .setOrders(2)
                .setViews(1)
                .setClicks(1)
                .setScoreMicros(3_250_000)
                .setRevenueCents(1_999)
                .build();
        service.state.put(
                QueryableStore.STATISTICS,
                partition,
                item.getItemId(),
                ItemStatistics.newBuilder()
                        .addMinutes(bucket(TimeWindow.HOUR, timeMs, recent))
                        .addHours(bucket(TimeWindow.DAY, timeMs, recent))
                        .addQuarters(bucket(TimeWindow.WEEK, timeMs, recent))
                        .setEver(Counters.newBuilder().setOrders(10).setRevenueCents(10_000))
                        .setBuyers(6)
                        .build());
    }

    private static Bucket bucket(TimeWindow window, long timeMs, Counters counters) {
        return Bucket.newBuilder()
                .setNumber(window.bucketOf(timeMs))
                .setCounters(counters)
                .build();
    }

    @Test
    void showsWhatTheOwnerHasInOneRoundTrip() {
        CatalogueItem item = Items.dataset(7)
                .setTitle("Rain <b>")
                .addTags("Air")
                .addTags("sea")
                .setSeller("Ocean Co")
                .setPrice("0.10")
                .build();
        long now = System.currentTimeMillis();
        store(service, item, now);
        service.progress(now).start();
        service.streams.asked.clear();

        Reply reply = service.get("/items/ds:7", "X-Request-ID", "req_a");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(service.streams.asked).hasSize(1);
        assertThat(reply.header("Cache-Control")).isEqualTo("private, no-store");
        var body = reply.body();
        assertThat(body.get("item_id").asText()).isEqualTo("ds:7");
        assertThat(body.get("dataset_id").asLong()).isEqualTo(7);
        assertThat(body.get("title").asText()).isEqualTo("Rain <b>");
        assertThat(body.get("description").asText()).isEqualTo("About item 7");
        assertThat(body.get("tags").toString()).isEqualTo("[\"Air\",\"sea\"]");
        assertThat(body.get("seller").asText()).isEqualTo("Ocean Co");
        assertThat(reply.text()).contains("\"price\":0.10,");
        assertThat(body.get("cover_image").isNull()).isTrue();
        assertThat(body.get("created_at").asText()).isEqualTo("2023-11-14T22:13:27Z");
        assertThat(body.get("sellable").asBoolean()).isTrue();
        assertThat(reply.text())
                .contains("\"statistics\":{\"1h\":"
                        + "{\"orders\":2,\"views\":1,\"clicks\":1,\"score\":3.250000,\"revenue\":19.99}");
        assertThat(body.at("/statistics/7d/orders").asLong()).isEqualTo(2);
        assertThat(body.at("/statistics/ever/orders").asLong()).isEqualTo(10);
        assertThat(body.at("/statistics/ever/revenue").decimalValue()).isEqualByComparingTo("100");
        assertThat(body.get("distinct_buyers").asLong()).isEqualTo(6);
        assertThat(body.get("velocity").asDouble()).isEqualTo(24);
        assertThat(body.get("request_id").asText()).isEqualTo("req_a");
        assertThat(body.get("freshness_ms").asLong()).isBetween(0L, 20_000L);
        assertThat(reply.header("X-Freshness-Ms"))
                .isEqualTo(body.get("freshness_ms").asText());
    }

    @Test
    void whatTheOwnerDoesNotHaveIsUnknownEvenWhileTheCopyStillHasIt() {
        service.catalogue.put(Items.dataset(8).build());
        service.start();

        Reply reply = service.get("/items/8");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body().get("detail").asText()).isEqualTo("item ds:8 not found");
        assertThat(reply.body().get("request_id").asText()).isEqualTo(reply.header("X-Request-ID"));
        assertThat(reply.header("X-Response-Time")).isNotEmpty();
    }

    @Test
    void theCopyAnswersWhileTheOwnerIsAway() {
        service.catalogue.put(Items.dataset(8).build());
        service.start();
        service.streams.stop();

        Reply reply = service.get("/items/8");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("X-Degraded")).isEqualTo("replica");
        assertThat(reply.body().get("title").asText()).isEqualTo("Item 8");
        assertThat(reply.body().get("statistics").isNull()).isTrue();
        assertThat(reply.body().get("distinct_buyers").isNull()).isTrue();
        assertThat(reply.body().get("freshness_ms").isNull()).isTrue();
        assertThat(service.get("/items/9").status()).isEqualTo(503);
        assertThat(service.get("/items/9").header("Retry-After")).isEqualTo("1");
    }

    @Test
    void anUnsellableItemIsShownAsSuchAndAnApiHasNoDatasetId() {
        store(service, Items.dataset(3).setSellable(false).build(), 0);
        store(service, Items.item(dev.millrace.contract.id.ItemId.api(4)).build(), 0);
        service.start();

        assertThat(service.get("/items/3").body().get("sellable").asBoolean()).isFalse();
        assertThat(service.get("/items/api:4").body().get("dataset_id").isNull())
                .isTrue();
        assertThat(service.get("/items/api%3A4").status()).isEqualTo(200);
    }

    @Test
    void anIdThatIsNoneIsRefused() {
        service.start();
        for (String id : java.util.List.of("abc", "0", "-1", "user:1", "1.5", "9999999999999999999")) {
            Reply reply = service.get("/items/" + id);
            assertThat(reply.status()).as("id %s", id).isEqualTo(422);
            assertThat(reply.body().at("/detail/0/parameter").asText()).isEqualTo("id");
        }
    }

    @Test
    void freshnessIsCountedToTheAnswerAndNotToTheQuestion() {
        store(service, Items.dataset(3).build(), 0);
        service.start();
        try (FakeStreams standby = new FakeStreams(service.state)) {
            var routes = FakeStreams.allAt(service.streams.host(), standby.host());
            standby.routes(routes);
            service.streams.routes(routes);
            service.streams.restoring(0, 1, 2, 3);
            await().until(() -> service.get("/items/3").status() == 200
                    && service.get("/items/3").header("X-Degraded").isEmpty());
            service.progress(System.currentTimeMillis());

            service.streams.silent();

            Reply reply = service.get("/items/3");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(Long.parseLong(reply.header("X-Freshness-Ms"))).isGreaterThanOrEqualTo(90);
        }
    }

    @Test
    void aStandbysAnswerIsMarked() {
        store(service, Items.dataset(3).build(), 0);
        service.start();
        service.streams.standby(true);

        assertThat(service.get("/items/3").header("X-Degraded")).isEqualTo("standby");
    }
}
