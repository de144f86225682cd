package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import dev.millrace.query.support.OpenApi;
import dev.millrace.query.support.TestService;
import dev.millrace.query.support.TestService.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenApiEndpointTest {
    private final OpenApi document = new OpenApi();
    private final TestService service = new TestService().startWithoutWaiting();

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void isYamlAsItWasWritten() {
        for (String accepted : new String[] {"*/*", "text/html,*/*;q=0.8", "application/yaml"}) {
            Reply reply = service.get("/openapi", "Accept", accepted);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("Content-Type")).isEqualTo("application/yaml");
            assertThat(reply.text()).isEqualTo(document.text());
        }
    }

    @Test
    void isJsonForWhoAsksForIt() {
        Reply reply = service.get("/openapi", "Accept", "application/json");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.body()).isEqualTo(document.at(JsonPointer.empty()));
        assertThat(reply.header("Vary")).contains("Accept");
    }
}
