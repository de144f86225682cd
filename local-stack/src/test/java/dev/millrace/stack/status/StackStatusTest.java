package dev.millrace.stack.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StackStatusTest {
    private static final StackStatus READY = new StackStatus(
            StackStatus.State.READY,
            Map.of("query", "http://127.0.0.1:8300"),
            "token",
            "127.0.0.1:8304",
            Map.of("business", new DatabaseLogin("127.0.0.1", 8306, "dianshu_backend", "millrace", "pw")),
            null,
            Map.of("kafka", 17L),
            Map.of("kafka", "ready"),
            Map.of(),
            Map.of());

    @Test
    void hasTheFieldsThatScriptsRead() throws IOException {
        JsonNode json = new ObjectMapper().readTree(StatusFile.json(READY));
        assertThat(json.at("/state").asText()).isEqualTo("ready");
        assertThat(json.at("/http/query").asText()).isEqualTo("http://127.0.0.1:8300");
        assertThat(json.at("/kafka").asText()).isEqualTo("127.0.0.1:8304");
        assertThat(json.at("/admin_token").asText()).isEqualTo("token");
        assertThat(json.at("/redis").isNull()).isTrue();
        assertThat(json.at("/processes/kafka").asLong()).isEqualTo(17);
        assertThat(json.at("/parts/kafka").asText()).isEqualTo("ready");
        List<String> login = StreamSupport.stream(
                        ((Iterable<String>) json.at("/databases/business")::fieldNames).spliterator(), false)
                .toList();
        assertThat(login).containsExactly("host", "port", "name", "user", "password");
    }

    @Test
    void comesBackFromItsFileWithTheSupervisor(@TempDir Path folder) {
        StatusFile file = new StatusFile(folder.resolve("status.json"));
        assertThat(file.read()).isEmpty();
        file.write(READY);
        assertThat(file.read())
                .contains(READY.withSupervisor(ProcessHandle.current().pid()));
    }

    @Test
    void doesNotShowPasswordsInItsText() {
        assertThat(READY.toString()).doesNotContain("pw", "token");
    }

    @Test
    void tellsThatNothingRuns() {
        assertThat(StatusFile.json(StackStatus.stopped())).contains("\"stopped\"");
    }
}
