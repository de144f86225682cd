package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.id.Actor;
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

class SessionApiTest {
    private static final long NOW_MS = 1_700_000_000_000L;
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
        body.get("recommendations").forEach(item -> ids.add(item.get("item_id").asText()));
        return ids;
    }

    private List<String> ids(String query) {
        return ids(service.get("/recommend/session?" + query).body());
    }

    private void started() {
        service.start();
        await().until(() -> service.get("/health")
                .body()
                .get("checks")
                .get("sessions")
                .asText()
                .equals("ok"));
    }

    @Test
    void namesWhatFollowedInOtherSessionsAndFillsUp() {
        catalogue(30);
        service.session(1, NOW_MS, 1, 2, 20).session(2, NOW_MS, 2, 21).session(3, NOW_MS, 4, 5);
        service.neighbours(2, 900, Map.of(25L, 300L));
        service.trending(TimeWindow.WEEK, 5, Map.of(ItemId.dataset(9), 7L));
        service.progress(System.currentTimeMillis()).sessionsUntil(System.currentTimeMillis());
        started();

        Reply reply = service.get("/recommend/session?items=1,ds:2&limit=6", "X-Recommend-Source", "mail");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(ids(reply.body()))
                .startsWith("ds:20", "ds:21", "ds:25")
                .hasSize(6)
                .doesNotContain("ds:1", "ds:2");
        JsonNode first = reply.body().get("recommendations").get(0);
        assertThat(first.get("reason").asText()).isEqualTo("session");
        assertThat(first.get("rank").asInt()).isEqualTo(1);
        assertThat(first.get("title").asText()).isEqualTo("Item 20");
        assertThat(reply.body().get("recommendations").get(2).get("reason").asText())
                .isEqualTo("behavior+content");
        assertThat(reply.body().get("items").toString()).isEqualTo("[\"ds:1\",\"ds:2\"]");
        assertThat(reply.body().get("algorithm_version").asText()).isEqualTo("sessions-v1");
        assertThat(reply.body().get("variant").asText()).isEqualTo("primary");
        assertThat(reply.body().get("experiment_variant").isNull()).isTrue();
        assertThat(reply.body().get("request_id").asText()).isEqualTo(reply.header("X-Request-ID"));
        assertThat(reply.body().get("freshness_ms").asLong()).isBetween(0L, 20_000L);
        assertThat(reply.header("X-Freshness-Ms")).isNotEmpty();
        assertThat(reply.body().get("request_context").get("source").asText()).isEqualTo("mail");
        assertThat(reply.header("Cache-Control")).isEqualTo("private, no-store");
        assertThat(reply.header("X-Degraded")).isEmpty();
    }

    @Test
    void aClickOfTheVisitorCountsInTheAnswerToIt() {
        catalogue(30);
        service.session(1, NOW_MS, 1, 20, 22).session(2, NOW_MS, 2, 21).session(3, NOW_MS, 4, 5);
        started();
        assertThat(ids("items=1&limit=2")).containsExactly("ds:20", "ds:22");
        assertThat(ids("items=1,2&limit=1")).containsExactly("ds:21");
    }

    @Test
    void whatTheActorOwnsIsNotProposed() {
        catalogue(30);
        service.session(1, NOW_MS, 1, 20, 22);
        service.profile(new Actor.User(7), NOW_MS, List.of(20L), List.of());
        started();
        assertThat(ids("items=1&limit=1")).containsExactly("ds:20");
        assertThat(ids("items=1&limit=50&user_id=7")).startsWith("ds:22").doesNotContain("ds:20");
    }

    @Test
    void aProfileThatNobodyCanReadIsSaid() {
        catalogue(30);
        service.session(1, NOW_MS, 1, 20, 22);
        Actor user = new Actor.User(7);
        service.profile(user, NOW_MS, List.of(20L), List.of());
        service.streams.lacks(QueryableStore.USER_PROFILES.name(), Partitions.of(user.key()));
        started();
        assertThat(service.get("/recommend/session?items=1&limit=1&user_id=7").header("X-Degraded"))
                .isEqualTo("profile");
    }

    @Test
    void whatSessionsNameIsServedThoughNothingElseCanBeHad() {
        catalogue(2);
        service.session(1, NOW_MS, 1, 2);
        started();
        service.streams.restoring(0, 1, 2, 3);
        Reply reply = service.get("/recommend/session?items=1&limit=5");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(ids(reply.body())).containsExactly("ds:2");
        assertThat(reply.header("X-Degraded")).isEqualTo("neighbours");
    }

    @Test
    void noItemIsFilledInForItself() {
        try (TestService keeping = TestService.proposingThePathAgain()) {
            for (long number = 1; number <= 30; number++) {
                keeping.catalogue.put(Items.dataset(number).build());
            }
            keeping.noTrending().start();
            List<String> filled =
                    ids(keeping.get("/recommend/session?items=1&limit=20").body());
            assertThat(filled).hasSize(20).doesNotContain("ds:1");
        }
    }

    @Test
    void aClickOfAnotherVisitorCountsInTheNextAnswer() {
        catalogue(30);
        service.session(1, NOW_MS, 4, 5);
        started();
        assertThat(ids("items=1&limit=1")).containsExactly("ds:11");

        service.session(7, NOW_MS, 1, 20);

        await().until(() -> ids("items=1&limit=1").equals(List.of("ds:20")));
        service.session(7, NOW_MS + 1, 1, 20, 23);
        await().until(() -> ids("items=1&limit=2").equals(List.of("ds:20", "ds:23")));
        service.noSession(7);
        await().until(() -> ids("items=1&limit=1").equals(List.of("ds:11")));
    }

    @Test
    void anAnswerThatSessionsFillAsksNobody() {
        catalogue(30);
        service.session(1, NOW_MS, 1, 20).session(2, NOW_MS, 3, 4);
        started();
        int asked = service.streams.asked.size();
        assertThat(ids("items=1&limit=1")).containsExactly("ds:20");
        assertThat(service.streams.asked).hasSize(asked);
    }

    @Test
    void onlyWhatCanBeBoughtIsNamed() {
        catalogue(3);
        service.catalogue.put(Items.dataset(20).setSellable(false).build());
        service.catalogue.put(Items.item(ItemId.api(7)).build());
        service.session(1, NOW_MS, 1, 20, 99, 2).session(2, NOW_MS, 4, 5);
        started();
        assertThat(ids("items=1")).containsExactly("ds:2", "ds:3");
        assertThat(ids("items=1&types=api")).containsExactly("api:7");
    }

    @Test
    void itemsThatNobodyKnowsArePassedOver() {
        catalogue(30);
        service.session(1, NOW_MS, 1, 20).session(2, NOW_MS, 3, 4);
        started();
        assertThat(ids("items=1,4711&limit=1")).containsExactly("ds:20");
        Reply unknown = service.get("/recommend/session?items=4711,4712");
        assertThat(unknown.status()).isEqualTo(200);
        assertThat(ids(unknown.body())).hasSize(10);
    }

    @Test
    void parametersAreChecked() {
        catalogue(60);
        started();
        String message = "must be 1..100 item ids with commas, each 123, ds:123 or api:45";
        assertThat(service.get("/recommend/session").status()).isEqualTo(422);
        assertThat(service.get("/recommend/session").text()).contains("\"parameter\":\"items\"", message);
        assertThat(service.get("/recommend/session?items=").text()).contains(message);
        assertThat(service.get("/recommend/session?items=1,x").text()).contains(message, "\"value\":\"1,x\"");
        assertThat(service.get("/recommend/session?items=1" + ",1".repeat(99)).status())
                .isEqualTo(200);
        assertThat(service.get("/recommend/session?items=1" + ",1".repeat(100)).text())
                .contains(message);
        assertThat(ids("items=1&limit=50")).hasSize(50);
        assertThat(service.get("/recommend/session?items=1&limit=51").text()).contains("must be 1..50");
        assertThat(service.get("/recommend/session?items=1&types=car").status()).isEqualTo(422);
        assertThat(service.get("/recommend/session?items=1&visitor_id=x").status())
                .isEqualTo(422);
        assertThat(service.send("POST", "/recommend/session?items=1").status()).isEqualTo(405);
    }

    @Test
    void withStreamsAwaySessionsGoOn() {
        catalogue(30);
        service.session(1, NOW_MS, 1, 20).session(2, NOW_MS, 3, 4);
        started();
        service.streams.stop();

        await().until(() ->
                service.get("/recommend/session?items=1").header("X-Degraded").contains("neighbours"));
        assertThat(ids("items=1")).startsWith("ds:20").hasSize(10);
        assertThat(service.get("/recommend/session?items=1&limit=1").header("X-Degraded"))
                .isEmpty();
    }

    @Test
    void whileSessionsAreReadTheListIsBackFillAndSaysSo() {
        catalogue(30);
        service.session(1, NOW_MS, 1, 20);
        service.sessions.mark("s:1");
        service.start();

        Reply reply = service.get("/recommend/session?items=1");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("X-Degraded")).isEqualTo("sessions");
        assertThat(reply.header("X-Freshness-Ms")).isEmpty();
        assertThat(reply.body().get("variant").asText()).isEqualTo("fallback");
        assertThat(ids(reply.body())).hasSize(10);
        assertThat(service.get("/health").body().get("status").asText()).isEqualTo("degraded");
    }
}
