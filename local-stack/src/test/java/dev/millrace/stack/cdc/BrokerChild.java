package dev.millrace.stack.cdc;

import dev.millrace.stack.embedded.BrokerSettings;
import dev.millrace.stack.embedded.KafkaBrokerMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;

/// A broker as a process of its own, which may be killed, with a second way in for the connector.
record BrokerChild(Process process, BrokerSettings settings) implements AutoCloseable {
    private static final int PATIENCE_S = 60;

    /// Returns when it answers on its own port.
    static BrokerChild start(BrokerSettings settings, Path log) throws IOException {
        String classPath = Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElseGet(() -> System.getProperty("java.class.path", ""));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dmillrace.stop-with-parent=true",
                "-cp",
                classPath,
                KafkaBrokerMain.class.getName(),
                settings.dataDir().toString(),
                String.valueOf(settings.port()),
                String.valueOf(settings.controllerPort()),
                String.valueOf(settings.far().orElseThrow().port()),
                String.valueOf(settings.far().orElseThrow().advertisedPort()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        BrokerChild child = new BrokerChild(process, settings);
        Awaitility.await().atMost(PATIENCE_S, TimeUnit.SECONDS).until(child::answers);
        return child;
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the broker ended with code " + process.exitValue());
        }
        try (Admin admin = Admin.create(Map.<String, Object>of(
                "bootstrap.servers",
                "127.0.0.1:" + settings.port(),
                "default.api.timeout.ms",
                "2000",
                "request.timeout.ms",
                "1000"))) {
            return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            return false;
        }
    }

    /// As kill -9 does.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
