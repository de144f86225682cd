package dev.millrace.stack.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExternalPartsTest {

    @Test
    void isAllEmbeddedByDefault() {
        ExternalParts parts = ExternalParts.read(Map.of(), null);
        assertThat(parts.kafka()).isEmpty();
        assertThat(parts.needsMysql()).isTrue();
    }

    @Test
    void takesTheEnvironmentBeforeTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("site.properties"), """
                MILLRACE_KAFKA_BOOTSTRAP_SERVERS=file:9092
                MILLRACE_BUSINESS_HOST=db
                MILLRACE_BUSINESS_USER=reader
                MILLRACE_BUSINESS_PASSWORD=secret
                """);
        ExternalParts parts = ExternalParts.read(Map.of("MILLRACE_KAFKA_BOOTSTRAP_SERVERS", "environment:9092"), file);
        assertThat(parts.kafka()).contains("environment:9092");
        assertThat(parts.business().orElseThrow()).hasToString("reader@db:3306/dianshu_backend");
        assertThat(parts.needsMysql()).as("Matomo is still embedded").isTrue();
    }

    @Test
    void namesTheSettingThatIsMissing() {
        assertThatThrownBy(() -> ExternalParts.read(Map.of("MILLRACE_MATOMO_HOST", "db"), null))
                .isInstanceOf(StackException.class)
                .hasMessage("MILLRACE_MATOMO_HOST is set, so MILLRACE_MATOMO_USER must be set too");
    }
}
