package dev.millrace.stack.streams;

import dev.millrace.stack.bench.BenchException;
import dev.millrace.stack.bench.BenchProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One streams-app as a process of its own. Its state stays in its folder, so that it may be started there
/// again.
///
/// @param process itself
/// @param host `host:port` of its query endpoint
public record StreamsInstance(BenchProcess process, String host) implements AutoCloseable {

    /// Starts one.
    ///
    /// @param folder of its state, settings and log
    /// @param settings more settings, YAML at the top level
    public static StreamsInstance start(String name, Path folder, int port, String brokers, String settings) {
        Path config = folder.resolve("streams-app.yaml");
        String host = "127.0.0.1:" + port;
        try {
            Files.createDirectories(folder);
            Files.writeString(config, """
                    server:
                      port: %d
                      advertised: %s
                    state-dir: %s
                    kafka:
                      bootstrap.servers: %s
                    %s
                    """.formatted(port, host, folder.resolve("state"), brokers, settings));
        } catch (IOException e) {
            throw new BenchException("cannot write " + config, e);
        }
        return new StreamsInstance(
                BenchProcess.start(
                        name,
                        folder,
                        List.of(
                                "-Xmx384m",
                                "-Dmillrace.config=" + config,
                                "-Dlogback.configurationFile=logback-part.xml"),
                        "dev.millrace.streams.Main",
                        List.of()),
                host);
    }

    /// As kill -9 does.
    public void kill() throws InterruptedException {
        process.process().destroyForcibly().waitFor();
        process.close();
    }

    /// As SIGTERM does; returns when it has ended.
    @Override
    public void close() {
        process.close();
    }
}
