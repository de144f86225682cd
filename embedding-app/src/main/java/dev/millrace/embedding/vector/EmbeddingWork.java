package dev.millrace.embedding.vector;

import dev.millrace.embedding.model.Embedder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Embeds what waits, a batch at a time, and publishes it. Any number of threads may run it.
final class EmbeddingWork implements Runnable {
    private final WaitingTexts waiting;
    private final Embedder embedder;
    private final int batch;
    private final Duration batchTime;
    private final LongSupplier nanoTime;
    private final DeadLetters letters;
    private final EmbeddingMetrics metrics;
    private final Consumer<RuntimeException> failed;

    /// @param batch texts of one transaction
    /// @param batchTime after which a transaction has no more of them
    /// @param nanoTime clock of that time
    /// @param failed told when vectors could not be published
    EmbeddingWork(
            WaitingTexts waiting,
            Embedder embedder,
            int batch,
            Duration batchTime,
            LongSupplier nanoTime,
            DeadLetters letters,
            EmbeddingMetrics metrics,
            Consumer<RuntimeException> failed) {
        this.waiting = waiting;
        this.embedder = embedder;
        this.batch = batch;
        this.batchTime = batchTime;
        this.nanoTime = nanoTime;
        this.letters = letters;
        this.metrics = metrics;
        this.failed = failed;
    }

    /// Until the texts are closed.
    @Override
    public void run() {
        try {
            for (var first = waiting.await(); first.isPresent(); first = waiting.await()) {
                batch(first.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One batch of what waits now.
    void step() {
        waiting.take().ifPresent(this::batch);
    }

    /// Takes text by text, so that a change that comes in between is next.
    private void batch(EmbeddingTask first) {
        Map<OwnedPartition, List<Output>> outputs = new HashMap<>();
        long end = nanoTime.getAsLong() + batchTime.toNanos();
        Optional<EmbeddingTask> next = Optional.of(first);
        for (int taken = 1; next.isPresent(); taken++) {
            EmbeddingTask task = next.get();
            if (task.owner().items().isWanted(task.key(), task.fingerprint())) {
                outputs.computeIfAbsent(task.owner(), _ -> new ArrayList<>()).add(embedded(task));
            }
            boolean more = taken < batch && nanoTime.getAsLong() - end < 0;
            next = more ? waiting.take() : Optional.empty();
        }
        outputs.forEach(this::publish);
    }

    private void publish(OwnedPartition owner, List<Output> made) {
        try {
            metrics.published().increment(owner.log().write(made));
        } catch (RuntimeException e) {
            failed.accept(e);
        }
    }

    private Output embedded(EmbeddingTask task) {
        try {
            var timer = metrics.text(task.model());
            float[] values = timer.record(() -> embedder.embed(task.model(), task.text()));
            return new Output.Vector(task, Objects.requireNonNull(values));
        } catch (RuntimeException e) {
            metrics.failed("text-not-embedded").increment();
            return letters.notEmbedded(task, e);
        }
    }
}
