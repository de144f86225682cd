package dev.millrace.stack.cdc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/// The connector as a process that is started again whenever it ends, as the product's supervisor does, and
/// what its `/ready` said meanwhile.
final class SupervisedConnector implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final int LOOK_MS = 100;

    private final Path settings;
    private final Path folder;
    private final URI ready;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();
    private final AtomicInteger starts = new AtomicInteger();
    private final Set<String> said = new ConcurrentSkipListSet<>();
    private final Thread keeper;
    private volatile boolean closing;

    SupervisedConnector(Path settings, Path folder, int port) {
        this.settings = settings;
        this.folder = folder;
        this.ready = URI.create("http://127.0.0.1:" + port + "/ready");
        this.keeper = Thread.ofPlatform().daemon().name("keeper").start(this::keep);
    }

    /// How often it was started.
    int starts() {
        return starts.get();
    }

    /// Everything that `/ready` has said since the last call, numbers replaced by N.
    Set<String> said() {
        Set<String> heard = Set.copyOf(said);
        said.clear();
        return heard;
    }

    /// The end of what its newest process has logged.
    String lastLog() throws IOException {
        return LogTail.of(log(starts.get()));
    }

    private Path log(int start) {
        return folder.resolve("connector-" + start + ".log");
    }

    /// What `/ready` says now; empty text when nobody answers.
    String ask() {
        try {
            return http.send(
                            HttpRequest.newBuilder(ready).timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private void keep() {
        while (!closing) {
            Path log = log(starts.incrementAndGet());
            try (ConnectorChild child = ConnectorChild.start(settings, log)) {
                while (child.process().isAlive() && !closing) {
                    String answer = ask();
                    if (!answer.isEmpty()) {
                        said.add(answer.replaceAll("\\d+", "N"));
                    }
                    child.process().waitFor(Duration.ofMillis(LOOK_MS));
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        keeper.join(Duration.ofSeconds(10));
    }
}
