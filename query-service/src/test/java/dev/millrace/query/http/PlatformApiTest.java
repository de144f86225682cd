package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.query.config.WindowClock;
import dev.millrace.query.support.FakeStreams;
import dev.millrace.query.support.TestService;
import dev.millrace.query.support.TestService.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlatformApiTest {
    private final TestService service = new TestService();

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void isReadyOnlyWithCatalogueAndAllOwners() {
        service.streams.routes(FakeStreams.allAt(""));
        service.catalogue.mark("ds:1");
        service.startWithoutWaiting();
        assertThat(service.get("/live").status()).isEqualTo(200);
        Reply loading = service.get("/ready");
        assertThat(loading.status()).isEqualTo(503);
        assertThat(loading.text()).isEqualTo("{\"ready\":false,\"detail\":\"catalogue is being read\"}");
        assertThat(service.get("/health").body().get("status").asText()).isEqualTo("unhealthy");
        assertThat(service.get("/health").status()).isEqualTo(503);

        service.catalogue.passMark("ds:1");
        await().until(() -> service.get("/ready").text().contains("owner"));
        await().until(() -> service.get("/health").body().get("status").asText().equals("degraded"));
        assertThat(service.get("/health").status()).isEqualTo(200);

        service.streams.routes(FakeStreams.allAt(service.streams.host()));
        await().until(() -> service.get("/ready").status() == 200);
        assertThat(service.get("/ready").text()).isEqualTo("{\"ready\":true,\"detail\":\"ready\"}");
        assertThat(service.get("/health").text())
                .isEqualTo(
                        "{\"status\":\"healthy\",\"checks\":{\"catalogue\":\"ok\",\"statistics\":\"ok\",\"activities\":\"ok\",\"sessions\":\"ok\",\"vectors\":\"ok\",\"routes\":\"ok\",\"streams\":\"ok\"}}");

        service.streams.stop();
        await().until(() -> service.get("/health").body().get("status").asText().equals("degraded"));
    }

    @Test
    void trafficWaitsForTheStatistics() {
        service.statistics.mark("ds:1");
        service.startWithoutWaiting();
        await().until(() -> service.get("/ready").text().contains("statistics are being read"));
        assertThat(service.get("/health").status()).as("it could serve").isEqualTo(200);
        assertThat(service.get("/health").body().get("status").asText()).isEqualTo("degraded");
        assertThat(service.get("/health").body().at("/checks/statistics").asText())
                .isEqualTo("loading");

        service.statistics.passMark("ds:1");

        await().until(() -> service.get("/ready").status() == 200);
    }

    @Test
    void everyErrorIsJsonWithARequestId() {
        service.start();
        Reply unknown = service.get("/nowhere", "X-Request-ID", "req_77");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).isEqualTo("{\"detail\":\"no such path\",\"request_id\":\"req_77\"}");
        assertThat(unknown.header("X-Request-ID")).isEqualTo("req_77");
        assertThat(unknown.header("X-Response-Time")).matches("[0-9]+\\.[0-9]{4}");

        Reply method = service.send("POST", "/hot/trending");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.header("Allow")).isEqualTo("GET, HEAD");
        assertThat(method.body().get("detail").asText()).contains("GET");
        assertThat(service.send("DELETE", "/items/1").status()).isEqualTo(405);
        assertThat(service.get("/similar").status()).isEqualTo(404);
        assertThat(service.get("/similar/1/2").status()).isEqualTo(404);
    }

    @Test
    void aHeadRequestGetsTheHeadersAlone() {
        service.noTrending().start();
        Reply head = service.send("HEAD", "/hot/trending");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
        assertThat(head.header("ETag")).isEqualTo(service.get("/hot/trending").header("ETag"));
    }

    @Test
    void tooManyRequestsAtOnceAreRefusedInTheSameForm() {
        try (TestService small = new TestService(WindowClock.LIVE, 1)) {
            small.noTrending().start();
            small.streams.silent();
            int asked = small.streams.asked.size();
            var slow = Thread.ofVirtual().start(() -> small.get("/hot/trending"));
            await().until(() -> small.streams.asked.size() > asked);

            Reply refused = small.get("/hot/trending");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.body().get("request_id").asText()).isEqualTo(refused.header("X-Request-ID"));
            assertThat(small.get("/live").status()).as("a probe finds room").isEqualTo(200);
            assertThat(small.get("/metrics").text())
                    .contains("millrace_http_requests_seconds_count{route=\"trending\",status=\"503\"");
            small.streams.speak();
            await().until(() -> !slow.isAlive());
            assertThat(small.get("/hot/trending").status()).isEqualTo(200);
        }
    }

    @Test
    void showsItsMetrics() {
        service.noTrending().start();
        service.get("/hot/trending");

        Reply metrics = service.get("/metrics");

        assertThat(metrics.header("Content-Type")).startsWith("text/plain");
        assertThat(metrics.text())
                .contains("millrace_http_requests_seconds_bucket{route=\"trending\",status=\"200\"")
                .contains("millrace_iq_requests_seconds_bucket{kind=\"read\",outcome=\"ok\"")
                .contains("millrace_replica_items", "millrace_replica_lag_records", "jvm_memory_used_bytes");
    }

    @Test
    void servesThePageWithoutAnythingFromElsewhere() {
        service.start();

        Reply page = service.get("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(page.text()).contains("<title>Millrace</title>", "/hot/trending", "/similar/", "/items/");
        assertThat(page.text()).doesNotContain("innerHTML", "http://", "https://", "document.write");
    }
}
