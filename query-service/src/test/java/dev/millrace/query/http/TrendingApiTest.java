package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.query.config.WindowClock;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.TestService;
import dev.millrace.query.support.TestService.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrendingApiTest {
    private static final long AS_OF = 1_790_000_000_000L;
    private final TestService service = new TestService();

    @AfterEach
    void close() {
        service.close();
    }

    private static ItemId ds(long number) {
        return ItemId.dataset(number);
    }

    private void threeItems() {
        service.catalogue
                .put(Items.dataset(1)
                        .setPrice("12.30")
                        .setCoverImage("https://img.example/1.png")
                        .build())
                .put(Items.dataset(2).setPrice("").build())
                .put(Items.dataset(3).setSellable(false).build())
                .put(Items.item(ItemId.api(4)).build());
        service.noTrending();
        service.trending(
                TimeWindow.HOUR,
                AS_OF,
                Map.of(
                        ds(1),
                        2_500_000L,
                        ds(2),
                        2_500_000L,
                        ds(3),
                        9_000_000L,
                        ItemId.api(4),
                        8_000_000L,
                        ds(99),
                        7_000_000L));
    }

    @Test
    void listsSellableDataSetsBestFirstWithTheirCards() {
        threeItems();
        service.progress(System.currentTimeMillis() - 1_000).start();

        Reply reply = service.get("/hot/trending");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("""
                        {"timeframe":"1h","as_of":"2026-09-21T14:13:20Z","items":[\
                        {"item_id":"ds:1","dataset_id":1,"title":"Item 1","price":12.30,\
                        "cover_image":"https://img.example/1.png","rank":1,"score":2.5},\
                        {"item_id":"ds:2","dataset_id":2,"title":"Item 2","price":null,\
                        "cover_image":null,"rank":2,"score":2.5}]}""");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void anAnswerForNobodyIsPublicAndSaysIdAndFreshnessInHeaders() {
        threeItems();
        service.progress(System.currentTimeMillis() - 1_000).start();

        Reply reply = service.get("/hot/trending");

        assertThat(reply.header("Cache-Control")).isEqualTo("public, max-age=1");
        assertThat(reply.header("Vary")).isEqualTo("X-Request-ID, Accept-Encoding");
        assertThat(reply.header("ETag")).matches("W/\"[0-9a-f]{24}\"");
        assertThat(reply.header("X-Request-ID")).matches("req_[0-9a-f-]{36}");
        assertThat(reply.header("X-Response-Time")).matches("[0-9]+\\.[0-9]{4}");
        assertThat(Long.parseLong(reply.header("X-Freshness-Ms"))).isBetween(1_000L, 20_000L);
        assertThat(reply.body().has("request_id")).isFalse();
        assertThat(reply.body().has("freshness_ms")).isFalse();
    }

    @Test
    void anAnswerForSomebodyIsPrivateAndSaysThemInTheBody() {
        threeItems();
        service.progress(System.currentTimeMillis() - 1_000).start();
        for (String query : List.of("?user_id=7", "?visitor_id=00112233445566aA")) {
            Reply reply = service.get("/hot/trending" + query);
            assertThat(reply.header("Cache-Control")).isEqualTo("private, no-store");
            assertThat(reply.header("ETag")).isEmpty();
            assertThat(reply.body().get("request_id").asText()).isEqualTo(reply.header("X-Request-ID"));
            assertThat(reply.body().get("freshness_ms").asLong()).isGreaterThanOrEqualTo(1_000);
        }
        Reply own = service.get("/hot/trending", "X-Request-ID", "req_mine-1");
        assertThat(own.header("X-Request-ID")).isEqualTo("req_mine-1");
        assertThat(own.body().get("request_id").asText()).isEqualTo("req_mine-1");
        Reply odd = service.get("/hot/trending", "X-Request-ID", "<script>");
        assertThat(odd.header("X-Request-ID")).startsWith("req_");
        assertThat(odd.header("Cache-Control")).isEqualTo("private, no-store");
    }

    @Test
    void theTagFollowsTheContentAndNotTheTime() {
        threeItems();
        service.start();
        String tag = service.get("/hot/trending").header("ETag");

        service.trending(TimeWindow.HOUR, AS_OF + 5_000, Map.of(ds(1), 2_500_000L, ds(2), 2_500_000L));
        Reply same = service.get("/hot/trending", "If-None-Match", "\"other\", " + tag);
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.text()).isEmpty();
        assertThat(same.header("ETag")).isEqualTo(tag);
        assertThat(same.header("X-Request-ID")).startsWith("req_");

        service.trending(TimeWindow.HOUR, AS_OF + 6_000, Map.of(ds(1), 2_500_000L, ds(2), 2_600_000L));
        Reply changed = service.get("/hot/trending", "If-None-Match", tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void unknownProgressGivesNoFreshness() {
        threeItems();
        service.start();

        assertThat(service.get("/hot/trending").raw().headers().firstValue("X-Freshness-Ms"))
                .isEmpty();
        assertThat(service.get("/hot/trending?user_id=7")
                        .body()
                        .get("freshness_ms")
                        .isNull())
                .isTrue();
    }

    @Test
    void theOldestProgressOfAnyPartitionAndDatabaseDecides() {
        threeItems();
        long now = System.currentTimeMillis();
        service.progress(now);
        service.state.put(
                dev.millrace.contract.store.QueryableStore.ITEM_PROGRESS,
                2,
                "matomo",
                dev.millrace.contract.proto.Progress.newBuilder()
                        .setCommitTimeUs((now - 60_000) * 1_000)
                        .build());
        service.start();

        assertThat(Long.parseLong(service.get("/hot/trending").header("X-Freshness-Ms")))
                .isBetween(60_000L, 80_000L);
    }

    @Test
    void limitAndTimeframeAreChecked() {
        Map<ItemId, Long> scores = new HashMap<>();
        for (long number = 1; number <= 150; number++) {
            service.catalogue.put(Items.dataset(number).build());
            scores.put(ds(number), 1_000_000 + number);
        }
        service.noTrending();
        service.trending(TimeWindow.DAY, AS_OF, scores).start();

        assertThat(service.get("/hot/trending?timeframe=24h").body().get("items"))
                .hasSize(20);
        assertThat(service.get("/hot/trending?timeframe=24h&limit=100").body().get("items"))
                .hasSize(100);
        for (String bad : List.of("0", "101", "-1", "many", "", "99999999999")) {
            Reply reply = service.get("/hot/trending?limit=" + bad);
            assertThat(reply.status()).as("limit %s", bad).isEqualTo(422);
            var problem = reply.body().get("detail").get(0);
            assertThat(problem.get("parameter").asText()).isEqualTo("limit");
            assertThat(problem.get("value").asText()).isEqualTo(bad);
            assertThat(problem.get("message").asText()).isEqualTo("must be 1..100");
            assertThat(reply.body().get("request_id").asText()).isEqualTo(reply.header("X-Request-ID"));
        }
        assertThat(service.get("/hot/trending?timeframe=2h").text())
                .contains("\"parameter\":\"timeframe\"", "must be 1h, 24h or 7d");
        assertThat(service.get("/hot/trending?user_id=x").status()).isEqualTo(422);
        assertThat(service.get("/hot/trending?visitor_id=zz").status()).isEqualTo(422);
    }

    @Test
    void aMissingPartitionMakesItUnavailableAndNotShorter() {
        threeItems();
        service.start();
        service.streams.restoring(3);

        Reply reply = service.get("/hot/trending");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.body().get("detail").asText()).contains("trending");
        assertThat(reply.body().get("request_id").asText()).isEqualTo(reply.header("X-Request-ID"));
    }

    @Test
    void sendsTheHighestEndOfAWindowBackSoThatAllPartitionsComeToIt() {
        threeItems();
        service.start();
        service.get("/hot/trending");
        service.streams.asked.clear();

        service.get("/hot/trending");

        assertThat(service.streams.asked.getFirst().getAsOfMs()).isEqualTo(AS_OF);
    }

    @Test
    void underTheReplayClockItemWindowsEndAtTheNewestEvent() {
        try (TestService replay = new TestService(WindowClock.REPLAY)) {
            var item = Items.dataset(1).build();
            replay.catalogue.put(item);
            long past = 1_300_000_000_000L;
            replay.noTrending();
            replay.trending(TimeWindow.HOUR, past, Map.of(ds(1), 1L));
            ItemApiTest.store(replay, item, past - 60_000);
            replay.start();

            assertThat(replay.get("/items/1").body().at("/statistics/1h/orders").asLong())
                    .isEqualTo(2);
        }
    }
}
