package dev.millrace.embedding.vector;

import dev.millrace.embedding.model.EmbeddingModel;
import dev.millrace.embedding.model.ModelChoice;
import dev.millrace.embedding.support.CountingEmbedder;
import dev.millrace.embedding.support.TopicsInMemory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The whole flow in one thread, moved on by hand: a process that can be killed and started again.
final class Flow implements AutoCloseable {
    static final int WAITING = 1_000;
    static final int BATCH = 16;
    static final Duration BATCH_TIME = Duration.ofMillis(100);
    static final ModelChoice MODELS = new ModelChoice(EmbeddingModel.BGE_SMALL_ZH, EmbeddingModel.MINILM, 10);

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final WaitingTexts waiting;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final CatalogueSession session;
    private final EmbeddingWork work;

    Flow(TopicsInMemory topics, CountingEmbedder embedder) {
        this(topics, embedder, WAITING, 128);
    }

    Flow(TopicsInMemory topics, CountingEmbedder embedder, int room, int tokens) {
        var metrics = new EmbeddingMetrics(registry);
        var letters = new DeadLetters(Clock.systemUTC());
        waiting = new WaitingTexts(room);
        var intake = new Intake(new CatalogueReader(MODELS, 1_000, tokens), waiting, letters, metrics);
        session = new CatalogueSession(topics, intake, waiting, 1_000_000);
        work = new EmbeddingWork(
                waiting, embedder, BATCH, BATCH_TIME, embedder::nanoTime, letters, metrics, failure::set);
    }

    /// One poll of the catalogue.
    void read() {
        session.step();
    }

    /// Reads all there is.
    void readAll() {
        do {
            session.step();
        } while (!session.caughtUp() || session.lag() > 0);
    }

    /// One batch.
    void embed() {
        work.step();
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    /// Until there is nothing more to do.
    void run() {
        do {
            readAll();
            embed();
        } while (backlog() > 0);
    }

    int backlog() {
        return waiting.size() + session.left();
    }

    void removeStrays() {
        session.removeStrays();
    }

    double count(String name) {
        return registry.counter("millrace.embedding." + name).count();
    }

    @Override
    public void close() {
        session.close();
    }
}
