package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.query.config.WindowClock;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.TestConfig;
import dev.millrace.query.support.TestService;
import dev.millrace.query.support.TestService.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Lists for somebody: a detail page, a home page; and what an administrator sees of them.
class PersonalApiTest {
    private static final Actor USER = new Actor.User(7);
    private static final Actor VISITOR = new Actor.Visitor("00ff00ff00ff00ff");
    private static final String[] ADMIN = {"Authorization", "Bearer " + TestConfig.ADMIN_TOKEN};

    private final TestService service = new TestService();

    @AfterEach
    void close() {
        service.close();
    }

    /// 40 items; user and visitor have bought 1 and looked at 2, beside which 20 and 21 are taken.
    private void world() {
        for (long number = 1; number <= 40; number++) {
            service.catalogue.put(
                    Items.dataset(number).addTags("t" + number % 3).build());
        }
        long nowMs = System.currentTimeMillis();
        service.noTrending().progress(nowMs);
        service.trending(TimeWindow.WEEK, nowMs, Map.of(ItemId.dataset(33), 9L));
        service.neighbours(2, 900, Map.of(20L, 300L, 1L, 300L));
        service.neighbours(5, 900, Map.of(21L, 300L));
        service.profile(USER, nowMs, List.of(1L), List.of(2L));
        service.profile(VISITOR, nowMs, List.of(), List.of(2L));
        service.start();
    }

    private static List<String> ids(JsonNode body) {
        List<String> ids = new ArrayList<>();
        body.get("recommendations").forEach(item -> ids.add(item.get("item_id").asText()));
        return ids;
    }

    private static String reason(JsonNode body, String item) {
        for (JsonNode entry : body.get("recommendations")) {
            if (entry.get("item_id").asText().equals(item)) {
                return entry.get("reason").asText();
            }
        }
        return "not in the list";
    }

    @Test
    void aDetailPageKnowsItsItemAndWhoLooksAtIt() {
        world();
        Reply reply = service.get("/recommend/detail/5?user_id=7&limit=20", "X-Recommend-Source", "search");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(ids(reply.body())).hasSize(20).doesNotHaveDuplicates().doesNotContain("ds:5", "ds:1");
        assertThat(reason(reply.body(), "ds:21")).startsWith("behavior");
        assertThat(reason(reply.body(), "ds:20")).startsWith("behavior");
        assertThat(reply.body().get("dataset_id").asLong()).isEqualTo(5);
        assertThat(reply.body().get("variant").asText()).isEqualTo("primary");
        assertThat(reply.body().get("algorithm_version").asText()).startsWith("linear-");
        assertThat(reply.body().get("request_id").asText()).isEqualTo(reply.header("X-Request-ID"));
        assertThat(reply.body().get("request_context").get("source").asText()).isEqualTo("search");
        assertThat(reply.header("Cache-Control")).isEqualTo("private, no-store");
        assertThat(reply.header("X-Degraded")).isEmpty();
        reply.body()
                .get("recommendations")
                .forEach(item -> assertThat(item.get("score").asDouble()).isBetween(0.0, 1.0));
    }

    @Test
    void withoutAnActorADetailPageIsTheItems() {
        world();
        Reply reply = service.get("/recommend/detail/5?limit=10");
        assertThat(ids(reply.body())).hasSize(10);
        assertThat(reason(reply.body(), "ds:21")).startsWith("behavior");
        assertThat(service.get("/recommend/detail/999").status()).isEqualTo(404);
    }

    @Test
    void aHomePageFollowsWhatTheUserDid() {
        world();
        JsonNode body = service.get("/recommend/user/7?limit=10").body();
        assertThat(ids(body)).hasSize(10).doesNotContain("ds:1");
        assertThat(body.get("user_id").asLong()).isEqualTo(7);
        assertThat(body.has("dataset_id")).isFalse();
        assertThat(reason(body, "ds:20")).startsWith("behavior");
        JsonNode visitors =
                service.get("/recommend/visitor/00FF00ff00ff00ff?limit=10").body();
        assertThat(visitors.get("visitor_id").asText()).isEqualTo("00ff00ff00ff00ff");
        assertThat(reason(visitors, "ds:20")).startsWith("behavior");
        assertThat(reason(visitors, "ds:1")).startsWith("behavior"); // not bought by him
    }

    @Test
    void ofWhomNothingIsKnownIsShownWhatIsTrendingAndNew() {
        world();
        Reply reply = service.get("/recommend/user/99?limit=50", "X-Request-ID", "req_cold");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(ids(reply.body())).hasSize(40).startsWith("ds:33");
        assertThat(reason(reply.body(), "ds:33")).isEqualTo("trending");
        assertThat(reply.body().get("variant").asText()).isEqualTo("primary");
        assertThat(reply.header("X-Degraded")).isEmpty();
    }

    @Test
    void apisFillAListOfApisHoweverManyDataSetsAreNewer() {
        for (long number = 1; number <= 12; number++) {
            service.catalogue.put(Items.item(ItemId.api(number)).build());
        }
        world();
        assertThat(ids(service.get("/recommend/user/99?types=api&limit=10").body()))
                .hasSize(10)
                .allMatch(item -> item.startsWith("api:"));
    }

    @Test
    void aPathAndAQueryThatNameTwoUsersAreRefused() {
        world();
        assertThat(service.get("/recommend/user/7?user_id=8").text()).contains("must be that of the path, or none");
        JsonNode users = service.get("/recommend/visitor/00ff00ff00ff00ff?user_id=7&limit=50")
                .body();
        assertThat(ids(users)).doesNotContain("ds:1");
        assertThat(users.get("visitor_id").asText()).isEqualTo("00ff00ff00ff00ff");
    }

    @Test
    void theUserGoesBeforeTheVisitor() {
        world();
        var both = service.get("/recommend/detail/5?user_id=7&visitor_id=00ff00ff00ff00ff&limit=50");
        assertThat(ids(both.body())).doesNotContain("ds:1");
    }

    @Test
    void anAwayProfileIsSaidAndThePageGoesOn() {
        world();
        String profile = QueryableStore.USER_PROFILES.name();
        service.streams.lacks(profile, Partitions.of(USER.key()));
        Reply detail = service.get("/recommend/detail/5?user_id=7");
        assertThat(detail.header("X-Degraded")).isEqualTo("profile");
        assertThat(detail.body().get("variant").asText()).isEqualTo("primary");
        assertThat(reason(detail.body(), "ds:21")).startsWith("behavior");
        Reply home = service.get("/recommend/user/7");
        assertThat(home.body().get("variant").asText()).isEqualTo("fallback");
        assertThat(ids(home.body())).hasSize(10);
    }

    @Test
    void parametersAreChecked() {
        world();
        assertThat(service.get("/recommend/user/x").text()).contains("\"parameter\":\"user_id\"");
        assertThat(service.get("/recommend/visitor/12").text()).contains("must be 16 hex digits");
        assertThat(service.get("/recommend/detail/5?user_id=-1").status()).isEqualTo(422);
        assertThat(service.get("/recommend/detail/5?limit=51").text()).contains("must be 1..50");
    }

    @Test
    void profilesAndExplanationsNeedTheAdminToken() {
        world();
        for (String path : List.of("/users/7/profile", "/recommend/detail/5/explain?user_id=7", "/fusion/weights")) {
            assertThat(service.get(path).status()).as(path).isEqualTo(401);
            assertThat(service.get(path, "Authorization", "Bearer guess").status())
                    .as(path)
                    .isEqualTo(403);
            assertThat(service.get(path, ADMIN).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void aProfileSaysWhatIsKnownAndWhatFollows() {
        world();
        JsonNode profile = service.get("/users/7/profile", ADMIN).body();
        assertThat(profile.get("user_id").asLong()).isEqualTo(7);
        assertThat(profile.get("orders").get(0).get("item_id").asText()).isEqualTo("ds:1");
        assertThat(profile.get("actions").get(0).get("kind").asText()).isEqualTo("view");
        assertThat(profile.get("purchases").get("count").asLong()).isEqualTo(1);
        assertThat(profile.get("tags").get("t1").asDouble()).isGreaterThan(0.5);
        assertThat(service.get("/users/99/profile", ADMIN).status()).isEqualTo(404);
    }

    @Test
    void anExplanationShowsChannelsCandidatesAndTheListThatIsServed() {
        world();
        JsonNode explained = service.get(
                        "/recommend/detail/5/explain?user_id=7&limit=5",
                        "Authorization",
                        ADMIN[1],
                        "X-Request-ID",
                        "req_same")
                .body();
        JsonNode served = service.get("/recommend/detail/5?user_id=7&limit=5", "X-Request-ID", "req_same")
                .body();
        List<String> list = new ArrayList<>();
        explained.get("list").forEach(item -> list.add(item.get("item_id").asText()));
        assertThat(list).isEqualTo(ids(served));
        List<String> channels = new ArrayList<>();
        explained.get("channels").forEach(one -> channels.add(one.get("channel").asText()));
        assertThat(channels).containsExactly("behavior", "session", "profile", "content", "vector", "trending");
        assertThat(explained.get("lambda").asDouble()).isEqualTo(1); // this test's: by score alone
        JsonNode best = explained.get("candidates").get(0);
        assertThat(best.get("rank").asInt()).isEqualTo(1);
        assertThat(best.get("features").get("fused").asDouble())
                .isEqualTo(best.get("fused").asDouble());
        assertThat(best.get("channels").isEmpty()).isFalse();
    }

    @Test
    void underTheReplayClockAProfileIsToldAsOfTheNewestEvent() {
        long past = 1_300_000_000_000L;
        try (TestService replay = new TestService(WindowClock.REPLAY)) {
            replay.catalogue.put(Items.dataset(1).build());
            replay.noTrending().trending(TimeWindow.HOUR, past, Map.of(ItemId.dataset(1), 1L));
            replay.profile(USER, past, List.of(1L), List.of());
            replay.start();
            replay.get("/hot/trending"); // whoever asks first learns what time it is

            assertThat(replay.get("/users/7/profile", ADMIN)
                            .body()
                            .at("/purchases/days_since_last")
                            .asDouble(-1))
                    .isBetween(0.0, 1.0);
        }
    }

    @Test
    void weightsOfChannelsChangeWhileRequestsAreAnswered() {
        world();
        Reply changed = service.put("/fusion/weights", "{\"trending\": 50}", ADMIN);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(service.get("/fusion/weights", ADMIN)
                        .body()
                        .get("weights")
                        .get("trending")
                        .asDouble())
                .isEqualTo(50);
        assertThat(ids(service.get("/recommend/detail/5?limit=1").body())).containsExactly("ds:33");
        assertThat(service.put("/fusion/weights", "{\"popular\": 1}", ADMIN).text())
                .contains("there is no channel popular");
        assertThat(service.put("/fusion/weights", "no", ADMIN).status()).isEqualTo(422);
        assertThat(service.put("/fusion/weights", "{\"trending\": 1}").status()).isEqualTo(401);
    }
}
