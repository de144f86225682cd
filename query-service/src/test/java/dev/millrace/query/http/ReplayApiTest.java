package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.features.FeatureLayout;
import dev.millrace.contract.id.RequestId;
import dev.millrace.contract.proto.ChannelScore;
import dev.millrace.contract.proto.ExposedItem;
import dev.millrace.contract.proto.ExposureContext;
import dev.millrace.contract.proto.RequestExposure;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.TestConfig;
import dev.millrace.query.support.TestService;
import dev.millrace.query.support.TestService.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayApiTest {
    private static final long SERVED_MS = 1_773_144_000_210L;

    private final TestService service = new TestService();
    private final RequestId id = RequestId.random();

    @AfterEach
    void close() {
        service.close();
    }

    private Reply explain(String query) {
        return service.get("/recommend/detail/7/explain?" + query, "Authorization", "Bearer " + TestConfig.ADMIN_TOKEN);
    }

    private Reply explain() {
        return explain("request_id=" + id.value());
    }

    private void served(RequestExposure.Builder exposure) {
        service.exposures.append(
                id.madeAtMs().orElseThrow() + 50,
                exposure.setRequestId(id.value()).build());
    }

    private static RequestExposure.Builder detail(long layout) {
        var first = ExposedItem.newBuilder()
                .setPosition(1)
                .setItemId("ds:9")
                .setScore(0.83f)
                .setPropensity(1)
                .addChannels(ChannelScore.newBuilder().setChannel("behavior").setScore(1))
                .addChannels(ChannelScore.newBuilder().setChannel("content").setScore(0.4f));
        for (int column = 0; column < FeatureLayout.WIDTH; column++) {
            first.addFeatures(column / 10f);
        }
        return RequestExposure.newBuilder()
                .setEndpoint("detail")
                .setUser("u:42")
                .setPageItem("ds:7")
                .setAlgorithmVersion("linear-v1")
                .setVariant("primary")
                .addDegraded("profile")
                .setCached(true)
                .setCacheAgeMs(12)
                .setContext(ExposureContext.newBuilder().setSource("home").setDeviceType("mobile"))
                .setServedTimeMs(SERVED_MS)
                .setFeatureLayout(layout)
                .addItems(first)
                .addItems(ExposedItem.newBuilder()
                        .setPosition(2)
                        .setItemId("ds:31")
                        .setPropensity(0.05f)
                        .setExplored(true));
    }

    @Test
    void tellsAListAsItWasServed() {
        service.catalogue.put(Items.dataset(9).setTitle("Rivers").build());
        service.start();
        served(detail(FeatureLayout.fingerprint()));

        Reply reply = explain();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Cache-Control")).isEqualTo("private, no-store");
        assertThat(reply.header("X-Request-ID")).as("this request has its own").isNotEqualTo(id.value());
        JsonNode body = reply.body();
        assertThat(reply.text())
                .startsWith("""
                        {"request_id":"%s","endpoint":"detail","user":"u:42","visitor":null,"item_id":"ds:7",\
                        "algorithm_version":"linear-v1","variant":"primary","degraded":["profile"],"cached":true,\
                        "cache_age_ms":12,"context":{"source":"home","device_type":"mobile","locale":"","client_app":""},\
                        "served_time":"2026-03-10T12:00:00.210Z","feature_layout":"%s","items":[\
                        {"position":1,"item_id":"ds:9","title":"Rivers","score":0.83,\
                        "channels":{"behavior":1.0,"content":0.4},"propensity":1.0,"explored":false,\
                        "features":{"channel_behavior":0.0,"channel_session":0.1,""".formatted(id.value(), FeatureLayout.hash().substring(0, 16)));
        List<String> names = new ArrayList<>();
        body.at("/items/0/features").fieldNames().forEachRemaining(names::add);
        assertThat(names).isEqualTo(FeatureLayout.names());
        assertThat(body.at("/items/1/title").isNull()).as("the item is gone").isTrue();
        assertThat(body.at("/items/1/explored").asBoolean()).isTrue();
        assertThat(body.at("/items/1/features")).as("nothing ranked it").isEmpty();
    }

    @Test
    void valuesOfAnotherLayoutHaveNoNames() {
        service.start();
        served(detail(0x8f14e45fceea167aL));

        JsonNode body = explain().body();

        assertThat(body.get("feature_layout").asText()).isEqualTo("8f14e45fceea167a");
        assertThat(body.get("feature_note").asText())
                .contains("another layout", FeatureLayout.hash().substring(0, 16));
        assertThat(body.at("/items/0").has("features")).isFalse();
        assertThat(body.at("/items/0/feature_values")).hasSize(FeatureLayout.WIDTH);
        assertThat(body.at("/items/0/feature_values/1").asDouble()).isEqualTo(0.1);
    }

    @Test
    void aListOfAnotherPageIsNotFoundAndOneOfNoPageIs() {
        service.start();
        served(detail(0).setPageItem("ds:8"));
        Reply other = explain();
        assertThat(other.status()).isEqualTo(404);
        assertThat(other.body().get("detail").asText())
                .isEqualTo("the list of %s stood on the page of ds:8, not of ds:7".formatted(id.value()));

        service.exposures.append(
                1,
                detail(0)
                        .setRequestId("req_feed")
                        .setEndpoint("user")
                        .clearPageItem()
                        .build());
        JsonNode feed = explain("request_id=req_feed").body();
        assertThat(feed.get("endpoint").asText()).isEqualTo("user");
        assertThat(feed.get("item_id").isNull()).isTrue();
    }

    @Test
    void aRequestWithoutAListIsNotFoundAndSaysHowFarWasLooked() {
        service.start();
        Reply none = explain();
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.body().get("detail").asText())
                .startsWith("no list of " + id.value() + " among 0 that were served, all that its partition has; ")
                .contains("for 30 days");
        assertThat(none.text()).doesNotContain("\\n");
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        service.start();
        Reply malformed = explain("request_id=7");
        assertThat(malformed.status()).isEqualTo(422);
        assertThat(malformed.text()).contains("\"parameter\":\"request_id\"", "\"value\":\"7\"", "must be req_");
        for (String actor : List.of("user_id=42", "visitor_id=00ff00ff00ff0000")) {
            Reply both = explain("request_id=req_1&" + actor);
            assertThat(both.status()).isEqualTo(422);
            assertThat(both.text()).contains("without user_id and visitor_id");
        }
        assertThat(service.get("/recommend/detail/7/explain?request_id=req_1").status())
                .as("without the token")
                .isEqualTo(401);
        assertThat(service.exposures.made).as("nothing was searched").isEmpty();
    }
}
