package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.query.config.AccessConfig;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.TestConfig;
import dev.millrace.query.support.TestService;
import dev.millrace.query.support.TestService.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// API keys, and how often each may be used.
class AccessApiTest {
    private static final String SHOP = "a key of the shop's";
    private static final String APP = "a key of the app's";
    private static final List<String> GUARDED = List.of(
            "/hot/trending",
            "/similar/1",
            "/recommend/detail/1",
            "/recommend/user/1",
            "/recommend/visitor/00ff00ff00ff00ff",
            "/recommend/session?items=1",
            "/items/1");

    private static TestService service(int perSecond, int burst, Map<String, String> keys) {
        TestService service = TestService.open(new AccessConfig(keys, perSecond, burst));
        service.catalogue.put(Items.dataset(1).build()).put(Items.dataset(2).build());
        return service.noTrending().progress(System.currentTimeMillis()).start();
    }

    @Test
    void listsAndItemsAreForThoseWithAKeyAndProbesForEverybody() {
        try (TestService service = service(0, 1, Map.of("shop", SHOP, "app", APP))) {
            for (String path : GUARDED) {
                Reply without = service.get(path);
                assertThat(without.status()).as(path).isEqualTo(401);
                assertThat(without.header("WWW-Authenticate")).isEqualTo("ApiKey");
                assertThat(service.get(path, "X-API-Key", "a key of nobody's").status())
                        .as(path)
                        .isEqualTo(403);
                for (String key : List.of(SHOP, APP)) {
                    assertThat(service.get(path, "X-API-Key", key).status())
                            .as(path)
                            .isIn(200, 404);
                }
            }
            for (String path : List.of("/live", "/ready", "/health", "/metrics", "/openapi", "/")) {
                assertThat(service.get(path).status()).as(path).isEqualTo(200);
            }
            String metrics = service.get("/metrics").text();
            assertThat(metrics)
                    .contains("millrace_access_total{customer=\"shop\",outcome=\"allowed\"} " + (double) GUARDED.size())
                    .contains("millrace_access_total{customer=\"nobody\",outcome=\"refused\"} " + 2.0 * GUARDED.size())
                    .doesNotContain(SHOP);
        }
    }

    @Test
    void whoAsksTooOftenIsToldWhenToAskAgainAndOthersAreNot() {
        try (TestService service = service(1, 3, Map.of("shop", SHOP, "app", APP))) {
            int over = 0;
            for (int each = 0; each < 10; each++) {
                Reply reply = service.get("/items/1", "X-API-Key", SHOP);
                if (reply.status() == 429) {
                    over++;
                    assertThat(Integer.parseInt(reply.header("Retry-After"))).isBetween(1, 3);
                }
            }
            assertThat(over).isBetween(1, 7);
            assertThat(service.get("/items/1", "X-API-Key", APP).status()).isNotEqualTo(429);
        }
    }

    @Test
    void withoutKeysAllHaveOneQuotaTogether() {
        try (TestService service = service(1, 2, Map.of())) {
            boolean isOver = false;
            for (int each = 0; each < 20 && !isOver; each++) {
                isOver = service.get(each % 2 == 0 ? "/items/1" : "/similar/1").status() == 429;
            }
            assertThat(isOver).isTrue();
            assertThat(service.get("/live").status()).isEqualTo(200);
            assertThat(service.get("/fusion/weights", "Authorization", "Bearer " + TestConfig.ADMIN_TOKEN)
                            .status())
                    .isEqualTo(200);
        }
    }
}
