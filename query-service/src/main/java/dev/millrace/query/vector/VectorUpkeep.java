package dev.millrace.query.vector;

import dev.millrace.query.config.VectorSnapshotConfig;
import dev.millrace.query.config.VectorsConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done for [LiveVectors] in the background, by one thread, one thing after the other: rebuilds, counts of
/// recall, snapshots.
public final class VectorUpkeep implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(VectorUpkeep.class);
    private static final long STOP_SECONDS = 10;

    private final LiveVectors vectors;
    private final VectorsConfig config;
    private final Optional<SnapshotFolder> folder;
    private final VectorMetrics metrics;
    private final RecallProbe probe = new RecallProbe(new SplittableRandom());
    private final AtomicBoolean isRebuildAsked = new AtomicBoolean();
    private final Map<String, Long> saved = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("vectors").daemon().unstarted(task));
    private volatile boolean isStopped;

    public VectorUpkeep(LiveVectors vectors, VectorsConfig config, MeterRegistry registry) {
        this.vectors = vectors;
        this.config = config;
        folder = folder(config.snapshots());
        metrics = new VectorMetrics(vectors, registry);
    }

    /// Where snapshots are kept, if anywhere.
    public static Optional<SnapshotFolder> folder(VectorSnapshotConfig config) {
        return config.folder().isEmpty() ? Optional.empty() : Optional.of(new SnapshotFolder(Path.of(config.folder())));
    }

    /// Loads what snapshots there are; to be done before the topic is read.
    void restore() {
        VectorSnapshotConfig snapshots = config.snapshots();
        List<SnapshotSource> sources = new ArrayList<>();
        folder.ifPresent(sources::add);
        for (String peer : snapshots.peers()) {
            sources.add(new PeerSnapshots(peer, snapshots.peerTimeout(), snapshots.token()));
        }
        new SnapshotLoader(vectors.factory(), config.maxModels(), metrics).load(sources, vectors::restore);
    }

    /// Starts what is done from time to time.
    public void start() {
        repeat(config.probeInterval(), this::probe);
        repeat(config.snapshots().interval(), this::save);
    }

    private void repeat(Duration interval, Runnable task) {
        long millis = interval.toMillis();
        thread.scheduleWithFixedDelay(() -> careful(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    /// Has indexes rebuilt that should be; returns at once.
    void rebuildWhereNeeded() {
        vectors.models().forEach(model -> metrics.show(model.model()));
        boolean isNeeded = vectors.models().stream().anyMatch(model -> model.wantsRebuild(vectors.isComplete()));
        if (isNeeded && !isStopped && isRebuildAsked.compareAndSet(false, true)) {
            try {
                thread.execute(() -> {
                    isRebuildAsked.set(false);
                    careful(this::rebuild);
                });
            } catch (RejectedExecutionException e) {
                log.debug("stopped before a rebuild");
            }
        }
    }

    private void rebuild() {
        for (ModelVectors model : vectors.models()) {
            if (model.wantsRebuild(vectors.isComplete())) {
                long began = System.nanoTime();
                boolean isDone = model.rebuild(() -> isStopped);
                long nanos = System.nanoTime() - began;
                metrics.rebuilds().record(nanos, TimeUnit.NANOSECONDS);
                log.atInfo()
                        .addKeyValue(VectorMetrics.MODEL, model.model())
                        .addKeyValue("index", model.index().kind().word())
                        .addKeyValue("items", model.size())
                        .addKeyValue("latencyMs", nanos / 1_000_000)
                        .log(isDone ? "index of vectors rebuilt" : "rebuild of vectors stopped");
            }
        }
    }

    private void probe() {
        for (ModelVectors model : vectors.models()) {
            metrics.recall(model.model(), probe.recall(model.index(), config.probeItems(), config.neighbours()));
        }
    }

    private void save() {
        if (folder.isPresent()) {
            vectors.models().forEach(model -> save(folder.get(), model));
        }
    }

    private void save(SnapshotFolder to, ModelVectors model) {
        long generation = model.generation();
        if (saved.getOrDefault(model.model(), 0L) == generation) {
            return;
        }
        try {
            to.write(model);
            saved.put(model.model(), generation);
            metrics.count(VectorMetrics.Snapshots.WRITTEN);
        } catch (IOException e) {
            metrics.count(VectorMetrics.Snapshots.NOT_WRITTEN);
            log.atWarn()
                    .addKeyValue(VectorMetrics.MODEL, model.model())
                    .addKeyValue("folder", to.name())
                    .addKeyValue("error", e.toString())
                    .log("snapshot of vectors not written");
        }
    }

    /// One failure must not end what is done from time to time.
    private static void careful(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("upkeep of vectors failed");
        }
    }

    /// Stops the thread and writes the last snapshot. The replica has to be stopped before.
    @Override
    public void close() {
        isStopped = true;
        thread.shutdownNow();
        try {
            if (thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                save();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
