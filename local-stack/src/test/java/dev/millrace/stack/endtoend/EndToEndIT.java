package dev.millrace.stack.endtoend;

import static dev.millrace.stack.endtoend.RunningStack.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// From SQL to HTTP on the real stack: answers follow inserts, payments, cancellations, deletions, views and titles;
/// and after kill -9 of connector and topology in mid-flow they equal a recompute from the databases.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("alone")
class EndToEndIT {
    private static final long SEED = Long.getLong("seed", 20261123L);
    private static final int CHANGES = 300;

    @TempDir
    private static Path data;

    private RunningStack stack;
    private Connection business;
    private Connection matomo;
    private Shop shop;
    private Answers answers;

    @BeforeAll
    void up() throws Exception {
        stack = RunningStack.up(data);
        answers = new Answers(stack);
        connect();
    }

    @AfterAll
    void down() throws Exception {
        business.close();
        matomo.close();
        List<Long> processes = pids();
        stack.close();
        assertThat(processes)
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive))
                        .as("process %d is gone", pid)
                        .isEmpty());
    }

    @Test
    @Order(1)
    void anOrderFollowsItsLifeThroughEveryAnswer() throws SQLException {
        shop.dataset(101, "Rainfall of Yunnan", "rain;climate");
        shop.dataset(102, "Rivers of Yunnan", "rain;rivers");
        soon().until(() -> stack.get("/items/101").statusCode() == 200
                && stack.get("/items/102").statusCode() == 200);

        long order = shop.order(101, 1, 0);
        shop.order(102, 1, 1);
        soon().until(() -> answers.trending().contains(102L));
        assertThat(answers.trending()).doesNotContain(101L);

        shop.pay(order);
        soon().until(() -> answers.trending().contains(101L)
                && answers.orders(101) == 1
                && answers.behaviourNeighbours(102).contains(101L));
        assertThat(stack.json("/items/101").at("/statistics/ever/revenue").asDouble())
                .isEqualTo(9.5);

        shop.cancel(order);
        soon().until(() -> !answers.trending().contains(101L)
                && answers.orders(101) == 0
                && answers.behaviourNeighbours(102).isEmpty());

        long second = shop.order(101, 1, 5);
        soon().until(() -> answers.trending().contains(101L)
                && answers.behaviourNeighbours(102).contains(101L));
        shop.delete(second);
        soon().until(() -> !answers.trending().contains(101L)
                && answers.orders(101) == 0
                && answers.behaviourNeighbours(102).isEmpty());
    }

    @Test
    @Order(2)
    void anOrderThatMovesToAnotherItemLeavesTheFirst() throws SQLException {
        for (long item = 111; item <= 118; item++) {
            shop.dataset(item, "Item " + item, "moving");
        }
        long order = shop.order(111, 9, 1);
        for (long item = 112; item <= 118; item++) {
            shop.moveOrder(order, item);
        }
        soon().until(() -> answers.orders(118) == 1);
        for (long item = 111; item <= 117; item++) {
            long moved = item;
            soon().until(() -> answers.orders(moved) == 0);
        }
    }

    @Test
    @Order(3)
    void viewsMakeItemsSimilarAndAreCountedOnce() throws SQLException {
        shop.dataset(121, "Seen first", "seen");
        shop.dataset(122, "Seen next", "other");
        long visit = shop.visit("00ff00ff00ff0000");
        shop.view(visit, 121);
        shop.view(visit, 122);
        soon().until(() -> answers.behaviourNeighbours(121).equals(List.of(122L)));
        assertThat(stack.json("/items/121").at("/statistics/ever/views").asLong())
                .isEqualTo(1);
    }

    @Test
    @Order(3)
    void whatOneVisitorTookNextIsNamedToAnother() throws SQLException {
        for (long item = 125; item <= 127; item++) {
            shop.dataset(item, "Path " + item, "path");
        }
        long visit = shop.visit("00ff00ff00ff0001");
        shop.view(visit, 125);
        shop.view(visit, 126);
        soon().until(() -> answers.nextOf("125").equals(List.of(126L)));
        shop.view(visit, 127);
        soon().until(() -> answers.nextOf("125").containsAll(List.of(126L, 127L)));
        assertThat(answers.nextOf("125,127")).containsExactly(126L);
    }

    @Test
    @Order(3)
    void whatSomebodyBuysLeavesHisWarmList() throws SQLException {
        shop.dataset(151, "Rain", "warm");
        shop.dataset(152, "Snow", "warm");
        shop.dataset(153, "Hail", "warm");
        String list = "/recommend/detail/151?user_id=55&limit=50";
        soon().until(() -> answers.recommended(list).containsAll(List.of(152L, 153L)));
        soon().until(() -> {
            double before = answers.servedAgain("detail");
            stack.get(list);
            return answers.servedAgain("detail") > before;
        });
        shop.order(152, 55, 1);
        soon().until(() -> !answers.recommended(list).contains(152L));
        assertThat(answers.recommended(list)).contains(153L);
    }

    @Test
    @Order(4)
    void theCatalogueFollows() throws SQLException {
        shop.dataset(131, "Old title", "t");
        soon().until(() ->
                "Old title".equals(stack.json("/items/131").path("title").asText()));
        shop.rename(131, "新标题 <script>");
        soon().until(() ->
                "新标题 <script>".equals(stack.json("/items/131").path("title").asText()));
        try (var statement = business.createStatement()) {
            statement.executeUpdate("UPDATE dataset SET is_delete = 1 WHERE id = 131");
        }
        soon().until(() -> stack.get("/items/131").statusCode() == 404
                && stack.get("/similar/131").statusCode() == 404);
    }

    @Test
    @Order(5)
    void answersCarryWhatTheyMust() {
        HttpResponse<String> trending = stack.get("/hot/trending?timeframe=24h&limit=5");
        assertThat(trending.headers().firstValue("X-Request-ID").orElseThrow()).startsWith("req_");
        assertThat(trending.headers().firstValue("X-Response-Time")).isPresent();
        soon().until(() -> Long.parseLong(stack.get("/hot/trending")
                        .headers()
                        .firstValue("X-Freshness-Ms")
                        .orElseThrow())
                < 3_000);
        String etag = trending.headers().firstValue("ETag").orElseThrow();
        assertThat(stack.get("/hot/trending?timeframe=24h&limit=5", "If-None-Match", etag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(stack.get("/similar/99999999").statusCode()).isEqualTo(404);
        assertThat(stack.get("/hot/trending?limit=101").statusCode()).isEqualTo(422);
        assertThat(stack.get("/ready").statusCode()).isEqualTo(200);
        assertThat(stack.get("/").body()).contains("Millrace");
    }

    @Test
    @Order(5)
    void aBrowserShowsTheTrendingListAndNoTitleIsMarkup(@TempDir Path profile) throws Exception {
        Optional<Browser> browser = Browser.find();
        assumeTrue(browser.isPresent(), "skipped: this machine has no chromium");
        shop.dataset(141, "Maps <b>of</b> Yunnan", "maps");
        shop.order(141, 4, 1);
        soon().until(() -> answers.trending().contains(141L));

        String page = browser.get().document(stack.url() + "/", profile);

        assertThat(page)
                .contains("Maps &lt;b&gt;of&lt;/b&gt; Yunnan")
                .doesNotContain("<b>of</b>")
                .containsPattern("complete up to \\d+ ms ago");
    }

    @Test
    @Order(6)
    void afterKillsInMidFlowAnswersEqualARecompute() throws Exception {
        try (Traffic traffic = new Traffic(shop, SEED)) {
            traffic.awaitMore(CHANGES);
            stack.kill("cdc-connector");
            traffic.awaitMore(CHANGES);
            stack.kill("streams-app");
            traffic.awaitMore(CHANGES);
        }
        Map<Long, Long> orders = shop.ordersByItem();
        Map<Long, Long> cents = shop.revenueCentsByItem();
        Map<Long, Long> views = shop.viewsByItem();
        Map<Long, Set<Long>> neighbours = shop.neighboursByItem();
        soon().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            for (long item : Traffic.items()) {
                JsonNode counted = stack.json("/items/" + item).at("/statistics/ever");
                assertThat(List.of(
                                counted.path("orders").asLong(-1),
                                Math.round(counted.path("revenue").asDouble() * 100),
                                counted.path("views").asLong(-1)))
                        .as("seed %d, item %d: orders, cents, views", SEED, item)
                        .containsExactly(
                                orders.getOrDefault(item, 0L),
                                cents.getOrDefault(item, 0L),
                                views.getOrDefault(item, 0L));
                assertThat(neighbours.getOrDefault(item, Set.of()))
                        .as("seed %d, neighbours of %d", SEED, item)
                        .containsAll(answers.behaviourNeighbours(item));
            }
            answers.checkPairs(neighbours, "seed " + SEED);
        });
        soon().until(() -> "ready".equals(stack.status().path("state").asText()));
    }

    @Test
    @Order(7)
    void aSecondStartContinuesWhereTheFirstStopped() throws Exception {
        long before = answers.orders(201);
        business.close();
        matomo.close();
        stack.down();
        assertThat(stack.status().path("state").asText()).isEqualTo("stopped");
        stack.up();
        connect();
        soon().atMost(Duration.ofSeconds(60)).until(() -> answers.orders(201) == before);
        shop.order(201, 77, 1);
        soon().until(() -> answers.orders(201) == before + 1);
    }

    private void connect() throws IOException, InterruptedException, SQLException {
        business = stack.database("business");
        matomo = stack.database("matomo");
        shop = new Shop(business, matomo);
    }

    private List<Long> pids() throws IOException, InterruptedException {
        List<Long> pids = new ArrayList<>();
        stack.status().path("processes").forEach(pid -> pids.add(pid.asLong()));
        return pids;
    }
}
