package dev.millrace.embedding.vector;

import dev.millrace.embedding.model.Embedder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// Embeds what waits, a batch at a time, and publishes it. Any number of threads may run it.
final class EmbeddingWork implements Runnable {
    private final WaitingTexts waiting;
    private final Embedder embedder;
    private final int batch;
    private final DeadLetters letters;
    private final EmbeddingMetrics metrics;
    private final Consumer<RuntimeException> failed;

    /// @param batch texts of one transaction
    /// @param failed told when vectors could not be published
    EmbeddingWork(
            WaitingTexts waiting,
            Embedder embedder,
            int batch,
            DeadLetters letters,
            EmbeddingMetrics metrics,
            Consumer<RuntimeException> failed) {
        this.waiting = waiting;
        this.embedder = embedder;
        this.batch = batch;
        this.letters = letters;
        this.metrics = metrics;
        this.failed = failed;
    }

    /// Until the texts are closed.
    @Override
    public void run() {
        try {
            for (var tasks = waiting.await(batch); !tasks.isEmpty(); tasks = waiting.await(batch)) {
                work(tasks);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One batch of what waits now.
    ///
    /// @return whether there was anything
    boolean step() {
        List<EmbeddingTask> tasks = waiting.take(batch);
        work(tasks);
        return !tasks.isEmpty();
    }

    private void work(List<EmbeddingTask> tasks) {
        Map<OwnedPartition, List<Output>> outputs = new HashMap<>();
        for (EmbeddingTask task : tasks) {
            if (task.owner().items().isWanted(task.key(), task.fingerprint())) {
                outputs.computeIfAbsent(task.owner(), _ -> new ArrayList<>()).add(embedded(task));
            }
        }
        outputs.forEach((owner, made) -> {
            try {
                metrics.published().increment(owner.log().write(made));
            } catch (RuntimeException e) {
                failed.accept(e);
            }
        });
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
