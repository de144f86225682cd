package dev.millrace.stack.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stack.embedded.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StackPartsTest {
    private static final Map<String, String> SITE = Map.of(
            "MILLRACE_KAFKA_BOOTSTRAP_SERVERS", "broker.site:9092",
            "MILLRACE_BUSINESS_HOST", "shop.site",
            "MILLRACE_BUSINESS_USER", "reader",
            "MILLRACE_BUSINESS_PASSWORD", "a \"quoted\" one",
            "MILLRACE_MATOMO_HOST", "matomo.site",
            "MILLRACE_MATOMO_USER", "reader",
            "MILLRACE_MATOMO_PASSWORD", "another");

    @Test
    void isTheWholeSystemInTheOrderOfTheDataFlow(@TempDir Path folder) {
        StackParts parts = parts(folder, 20, Map.of());
        assertThat(names(parts))
                .containsExactly(
                        "mysql",
                        "kafka",
                        "cdc-connector",
                        "streams-app",
                        "query-service",
                        "embedding-app",
                        "simulator");
        assertThat(parts.ports().keySet()).containsExactly(8300, 8301, 8302, 8307, 8303, 8304, 8305, 8306);
    }

    @Test
    void hasNoSimulatorAtRateZero(@TempDir Path folder) {
        StackParts parts = parts(folder, 0, Map.of());
        assertThat(names(parts)).doesNotContain("simulator");
        assertThat(parts.ports()).doesNotContainKey(8303);
    }

    @Test
    void leavesOutTheModelsWhenVectorsComeFromElsewhere(@TempDir Path folder) {
        StackParts parts = parts(folder, 0, false, Map.of());
        assertThat(names(parts)).doesNotContain("embedding-app");
        assertThat(parts.ports()).doesNotContainKey(8307);
    }

    @Test
    void leavesOutWhatTheSiteHas(@TempDir Path folder) throws IOException {
        StackParts parts = parts(folder, 0, SITE);
        assertThat(names(parts)).containsExactly("cdc-connector", "streams-app", "query-service", "embedding-app");
        assertThat(parts.ports().keySet()).containsExactly(8300, 8301, 8302, 8307);
        Path config = new DataFolder(folder).config("cdc-connector");
        assertThat(config)
                .content()
                .contains("servers: \"broker.site:9092\"")
                .contains("host: \"shop.site\"")
                .contains("password: \"a \\\"quoted\\\" one\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config)))
                .isEqualTo("rw-------");
    }

    private static List<String> names(StackParts parts) {
        return parts.create().stream().map(Part::name).toList();
    }

    private static StackParts parts(Path folder, int rate, Map<String, String> environment) {
        return parts(folder, rate, true, environment);
    }

    private static StackParts parts(Path folder, int rate, boolean embeds, Map<String, String> environment) {
        DataFolder data = new DataFolder(folder);
        data.prepare();
        var options = new StackOptions(
                data,
                folder.resolve("cache"),
                new Ports(8300),
                rate,
                embeds,
                "512m",
                "SYSTEM",
                ExternalParts.read(environment, null));
        Secrets secrets = new Secrets(data.secretsFile());
        return new StackParts(options, Endpoints.of(options, secrets), secrets);
    }
}
