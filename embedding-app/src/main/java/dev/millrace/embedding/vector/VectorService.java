package dev.millrace.embedding.vector;

import dev.millrace.embedding.config.Bounds;
import dev.millrace.embedding.model.Embedder;
import dev.millrace.embedding.model.ModelChoice;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps `item.vector.v1` what `item.catalogue.v1` says it should be.
///
/// One thread reads and never embeds; others embed and publish. Whatever fails about Kafka ends the session; the next
/// one begins with what the topics say.
public final class VectorService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(VectorService.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final Clients clients;
    private final Bounds bounds;
    private final Duration strayAfter;
    private final Clock clock;
    private final WaitingTexts waiting;
    private final Intake intake;
    private final EmbeddingMetrics metrics;
    private final List<Thread> workers;
    private final Thread reader;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile @Nullable CatalogueSession session;
    private volatile String missing = "catalogue is being read";
    private volatile long lag = -1;
    private volatile int left;
    private volatile int items;
    private @Nullable Instant caughtUpAt;

    /// @param strayAfter how long a vector without an item is kept
    public VectorService(
            Clients clients,
            ModelChoice models,
            Embedder embedder,
            Bounds bounds,
            Duration strayAfter,
            Clock clock,
            MeterRegistry registry) {
        this.clients = clients;
        this.bounds = bounds;
        this.strayAfter = strayAfter;
        this.clock = clock;
        metrics = new EmbeddingMetrics(registry);
        waiting = new WaitingTexts(bounds.waitingTexts());
        DeadLetters letters = new DeadLetters(clock);
        intake = new Intake(
                new CatalogueReader(models, bounds.characters(), bounds.tokens()), waiting, letters, metrics);
        EmbeddingWork work = new EmbeddingWork(
                waiting,
                embedder,
                bounds.batch(),
                bounds.batchTime(),
                System::nanoTime,
                letters,
                metrics,
                e -> failure.compareAndSet(null, e));
        workers = IntStream.range(0, bounds.threads())
                .mapToObj(i -> Thread.ofPlatform().name("embed-" + i).unstarted(work))
                .toList();
        reader = Thread.ofPlatform().name("catalogue-reader").unstarted(this::run);
        metrics.gauge("lag.records", () -> lag);
        metrics.gauge("waiting.texts", waiting::size);
        metrics.gauge("left.texts", () -> left);
        metrics.gauge("items", () -> items);
    }

    public void start() {
        workers.forEach(Thread::start);
        reader.start();
    }

    /// What it still lacks to do its work; empty when nothing. Texts that wait are no lack.
    public String missing() {
        return reader.isAlive() ? missing : "the catalogue is not read any more";
    }

    /// Records not read and texts not embedded.
    public long backlog() {
        return Math.max(0, lag) + waiting.size() + left;
    }

    private void run() {
        while (stop.getCount() > 0) {
            failure.set(null);
            try (CatalogueSession opened = open()) {
                session = opened;
                while (stop.getCount() > 0) {
                    opened.step();
                    RuntimeException failed = failure.get();
                    if (failed != null) {
                        throw failed;
                    }
                    look(opened);
                }
            } catch (WakeupException e) {
                log.debug("catalogue reader woken up to stop");
            } catch (RuntimeException e) {
                pauseAfter(e);
            } finally {
                session = null;
                caughtUpAt = null;
            }
        }
    }

    private CatalogueSession open() {
        clients.prepareTopics();
        return new CatalogueSession(clients, intake, waiting, bounds.items());
    }

    private void look(CatalogueSession opened) {
        lag = opened.lag();
        left = opened.left();
        items = opened.items();
        Instant since = caughtUpAt;
        if (!opened.caughtUp()) {
            missing = "catalogue is being read";
            caughtUpAt = null;
        } else if (since == null) {
            missing = "";
            caughtUpAt = clock.instant();
            log.atInfo()
                    .addKeyValue("items", items)
                    .addKeyValue("waiting", waiting.size())
                    .log("catalogue has been read");
        } else if (!clock.instant().isBefore(since.plus(strayAfter))) {
            caughtUpAt = clock.instant();
            opened.removeStrays();
        }
    }

    private void pauseAfter(RuntimeException cause) {
        metrics.restarts().increment();
        missing = "Kafka: " + cause.getMessage();
        log.atWarn().addKeyValue("error", cause.toString()).log("vectors cannot be written, it begins again");
        try {
            boolean _ = stop.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.countDown();
        }
    }

    /// Stops; what was not published is embedded after the next start.
    @Override
    public void close() {
        stop.countDown();
        waiting.close();
        CatalogueSession opened = session;
        if (opened != null) {
            opened.wakeup();
        }
        workers.forEach(VectorService::join);
        join(reader);
    }

    private static void join(Thread thread) {
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            boolean _ = thread.join(STOP_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
