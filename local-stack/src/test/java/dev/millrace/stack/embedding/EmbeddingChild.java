package dev.millrace.stack.embedding;

import dev.millrace.embedding.Main;
import dev.millrace.stack.embedded.FreePorts;
import dev.millrace.stack.supervise.ReadyProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// embedding-app as a process of its own, its output in a file.
record EmbeddingChild(Process process, ReadyProbe probe) implements AutoCloseable {
    private static final int STOP_S = 15;

    static EmbeddingChild start(Path folder, String name, String brokers) throws IOException {
        int port = FreePorts.one();
        Path settings = folder.resolve(name + ".yaml");
        Files.writeString(settings, """
                server: {port: %d}
                kafka: {bootstrap.servers: "%s", session.timeout.ms: 2000, heartbeat.interval.ms: 500}
                """.formatted(port, brokers));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Djava.io.tmpdir=" + folder,
                "-Dmillrace.config=" + settings,
                "-Dmillrace.stop-with-parent=true",
                "-Dlogback.configurationFile=logback-part.xml",
                "-cp",
                Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                        .orElseGet(() -> System.getProperty("java.class.path", "")),
                Main.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()))
                .start();
        return new EmbeddingChild(process, ReadyProbe.http(port));
    }

    boolean isReady() {
        return probe.isReady();
    }

    /// Ends it as `kill -9` does.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("embedding-app did not stop within " + STOP_S + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
