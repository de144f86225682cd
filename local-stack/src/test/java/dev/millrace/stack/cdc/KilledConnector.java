package dev.millrace.stack.cdc;

import dev.millrace.stack.embedded.Account;
import dev.millrace.stack.schema.Schema;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A connector that comes back after each kill, as a supervisor would do it.
final class KilledConnector implements AutoCloseable {
    private final Path folder;
    private final Optional<Path> archive;
    private final Path settings;
    private Optional<ConnectorChild> child = Optional.empty();
    private int starts;

    /// @param archive where the JVM keeps the connector's classes for a quick start; the first connector writes it
    /// @param batch records of one transaction at most
    KilledConnector(Path folder, Optional<Path> archive, SourceServer source, String brokers, int batch)
            throws IOException {
        this.folder = folder;
        this.archive = archive;
        this.settings = folder.resolve("cdc-connector.yaml");
        Account account = source.mysql().capture();
        Files.writeString(
                settings, """
                server:
                  port: 0
                kafka:
                  bootstrap.servers: "%s"
                capture:
                  max-batch-size: %d
                databases:
                  business:
                    port: %d
                    user: %s
                    password: "%s"
                  matomo:
                    enabled: false
                """.formatted(brokers, batch, source.mysql().port(), account.user(), account.password()));
    }

    void start() throws IOException {
        Path log = folder.resolve("connector-%d.log".formatted(++starts));
        child = Optional.of(
                ConnectorChild.start(settings, log, new ConnectorChild.Launch(jars(), options(), Map.of())));
    }

    private List<String> options() {
        return archive.map(file ->
                        List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + file, "-Xlog:disable"))
                .orElse(List.of());
    }

    /// The JVM archives nothing when its class path has folders, and the connector needs none of ours.
    private static String jars() {
        Set<Path> ours = Set.of(home(KilledConnector.class), home(Schema.class));
        return Arrays.stream(ConnectorChild.classPath().split(File.pathSeparator, -1))
                .filter(entry -> !ours.contains(Path.of(entry).toAbsolutePath().normalize()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path home(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    /// `kill -9`; returns when the process is gone.
    void kill() throws InterruptedException {
        Process process = child.orElseThrow().process();
        process.destroyForcibly();
        process.waitFor();
    }

    /// @throws IllegalStateException when it has ended by itself
    void requireAlive() throws IOException {
        Process process = child.orElseThrow().process();
        if (!process.isAlive()) {
            throw new IllegalStateException("the connector ended by itself with code %d, it wrote:%n%s"
                    .formatted(process.exitValue(), output()));
        }
    }

    /// What the last process wrote.
    String output() throws IOException {
        return child.isPresent() ? child.get().output() : "nothing";
    }

    /// An archive is written by a stop in order only.
    @Override
    public void close() {
        child.ifPresent(last -> {
            try {
                if (archive.isPresent()
                        && !Files.exists(archive.get())
                        && last.process().isAlive()) {
                    last.stop();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                last.close();
            }
        });
    }
}
