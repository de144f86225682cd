package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.id.Actor;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.TestConfig;
import dev.millrace.query.support.TestService;
import dev.millrace.query.support.TestService.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Lists that are served again, and what ends that.
class CachedListsApiTest {
    private static final Actor USER = new Actor.User(7);
    private static final String MINE = "/recommend/detail/5?user_id=7&limit=20";

    private final TestService service = TestService.caching();

    @AfterEach
    void close() {
        service.close();
    }

    @BeforeEach
    void world() {
        for (long number = 1; number <= 40; number++) {
            service.catalogue.put(
                    Items.dataset(number).addTags("t" + number % 3).build());
        }
        service.noTrending().progress(System.currentTimeMillis());
        service.neighbours(5, 900, Map.of(21L, 300L, 22L, 200L));
        service.profile(USER, System.currentTimeMillis(), List.of(1L), List.of(2L));
        service.start();
        await().until(
                        () -> { // until changes are followed
                            service.get("/similar/9");
                            service.get("/similar/9");
                            return hits("similar") > 0;
                        });
        await().until(() -> {
            service.get("/recommend/user/9");
            service.get("/recommend/user/9");
            return hits("user") > 0;
        });
    }

    private double hits(String operation) {
        return service.get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("cache_requests_total{")
                        && line.contains("\"" + operation + "\"")
                        && line.contains("status=\"hit\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static List<String> ids(JsonNode body) {
        List<String> ids = new ArrayList<>();
        body.get("recommendations").forEach(item -> ids.add(item.get("item_id").asText()));
        return ids;
    }

    @Test
    void aListIsServedAgainUnderAnotherRequestsId() {
        Reply first = service.get(MINE);
        Reply second = service.get(MINE);
        assertThat(hits("detail")).isEqualTo(1);
        assertThat(ids(second.body())).isEqualTo(ids(first.body()));
        assertThat(second.body().get("request_id").asText()).isEqualTo(second.header("X-Request-ID"));
        assertThat(second.header("X-Request-ID")).isNotEqualTo(first.header("X-Request-ID"));
    }

    @Test
    void onlyAnAdministratorMayHaveAListMadeAnew() {
        service.get(MINE);
        service.get(MINE, "Cache-Control", "no-cache");
        assertThat(hits("detail")).isEqualTo(1);
        service.get(MINE, "Cache-Control", "no-cache", "Authorization", "Bearer " + TestConfig.ADMIN_TOKEN);
        assertThat(hits("detail")).isEqualTo(1);
        service.get(MINE);
        assertThat(hits("detail")).isEqualTo(2);
    }

    @Test
    void whatWasBoughtIsGoneFromAWarmList() {
        assertThat(ids(service.get(MINE).body())).contains("ds:21");
        service.profile(USER, System.currentTimeMillis(), List.of(1L, 21L), List.of(2L));
        await().until(() -> !ids(service.get(MINE).body()).contains("ds:21"));
    }

    @Test
    void whatIsNotSoldAnyMoreIsGoneFromAWarmList() {
        assertThat(ids(service.get(MINE).body())).contains("ds:21");
        service.catalogue.put(Items.dataset(21).setSellable(false).build());
        await().until(() -> !ids(service.get(MINE).body()).contains("ds:21"));
        service.catalogue.remove("ds:5");
        await().until(() -> service.get(MINE).status() == 404);
    }

    @Test
    void theLastGoodListIsServedWhileStateIsAway() {
        List<String> before = ids(service.get(MINE).body());
        service.streams.silent();
        service.profile(USER, System.currentTimeMillis(), List.of(1L, 21L), List.of(2L));
        await().until(() -> service.get(MINE).header("X-Degraded").equals("last_good"));
        Reply last = service.get(MINE);
        assertThat(ids(last.body())).isEqualTo(before);
        assertThat(last.body().get("variant").asText()).isEqualTo("fallback");
        service.streams.speak();
        await().until(() -> service.get(MINE).header("X-Degraded").isEmpty());
    }
}
