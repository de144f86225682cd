package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.query.support.Items;
import dev.millrace.query.support.TestService;
import dev.millrace.query.support.TestService.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CompressionApiTest {
    private static final String[] GZIP = {"Accept-Encoding", "gzip, deflate, br"};
    private static final String LIST = "/similar/1?limit=50";

    private static TestService service;

    @BeforeAll
    static void start() {
        service = new TestService().noTrending();
        for (long number = 1; number <= 60; number++) {
            service.catalogue.put(Items.dataset(number).build());
        }
        service.start();
    }

    @AfterAll
    static void close() {
        service.close();
    }

    @Test
    void aListIsPackedForWhoCanReadIt() {
        Reply plain = service.get(LIST);
        Reply packed = service.get(LIST, GZIP);
        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.header("Content-Type")).isEqualTo("application/json");
        assertThat(packed.header("Content-Length")).isEqualTo("" + packed.raw().body().length);
        assertThat(packed.text()).isEqualTo(plain.text());
        assertThat(packed.raw().body()).hasSizeLessThan(plain.raw().body().length / 3);
        assertThat(service.get(LIST, "Accept-Encoding", "gzip;q=0").header("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void aSharedCacheLearnsThatThereAreTwoForms() {
        for (Reply reply :
                List.of(service.get(LIST), service.get(LIST, GZIP), service.get("/similar/1?limit=1", GZIP))) {
            assertThat(reply.header("Vary")).isEqualTo("X-Request-ID, Accept-Encoding");
        }
        assertThat(service.get("/", GZIP).header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(service.get("/openapi", GZIP).header("Vary")).isEqualTo("Accept, Accept-Encoding");
        assertThat(service.get(LIST + "&user_id=1", GZIP).header("Vary")).isEmpty();
    }

    @Test
    void bothFormsHaveOneTag() {
        String tag = service.get(LIST, GZIP).header("ETag");
        assertThat(tag).startsWith("W/").isEqualTo(service.get(LIST).header("ETag"));

        Reply same = service.get(LIST, "If-None-Match", tag, "Accept-Encoding", "gzip");

        assertThat(same.status()).isEqualTo(304);
        assertThat(same.raw().body()).isEmpty();
        assertThat(same.header("Content-Encoding")).isEmpty();
        assertThat(same.header("Vary")).isEqualTo("X-Request-ID, Accept-Encoding");
        assertThat(same.header("ETag")).isEqualTo(tag);
    }

    @Test
    void theHeadOfAPackedAnswerIsThatOfGet() {
        Reply got = service.get(LIST, GZIP);
        Reply head = service.send("HEAD", LIST, GZIP);
        assertThat(head.raw().body()).isEmpty();
        for (String name : List.of("Content-Encoding", "Content-Length", "Content-Type", "ETag", "Vary")) {
            assertThat(head.header(name)).as(name).isEqualTo(got.header(name));
        }
    }

    @Test
    void whatFitsIntoAPacketIsSentAsItIs() {
        for (String path : List.of("/live", "/health", "/similar/1?limit=1", "/similar/99", "/hot/trending?limit=0")) {
            Reply reply = service.get(path, GZIP);
            assertThat(reply.header("Content-Encoding")).as(path).isEmpty();
            assertThat(reply.raw().body()).hasSizeLessThan(Compression.MIN_BYTES);
        }
    }

    @Test
    void pagesMetricsAndTheDocumentArePackedToo() {
        for (String path : List.of("/", "/metrics", "/openapi", "/similar/1?limit=50&user_id=1")) {
            assertThat(service.get(path, GZIP).header("Content-Encoding"))
                    .as(path)
                    .isEqualTo("gzip");
        }
    }
}
