package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.query.serve.Unavailable;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ErrorsTest {

    private static String body(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void anUnforeseenFailureTellsNothingOfItself() {
        Answer answer = Errors.of(new IllegalStateException("the password is 1234"), "req_1");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(body(answer)).isEqualTo("{\"detail\":\"internal error\",\"request_id\":\"req_1\"}");
        assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
    }

    @Test
    void whatIsAwayMayBeAskedForAgain() {
        Answer answer = Errors.of(new Unavailable("trending is away"), "req_1");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void aLongValueIsShownInPart() {
        Answer answer = Errors.of(Exchange.bad("limit", "9".repeat(1_000), "must be 1..50"), "req_1");
        assertThat(body(answer)).contains("\"" + "9".repeat(100) + "\"", "\"parameter\":\"limit\"");
    }
}
