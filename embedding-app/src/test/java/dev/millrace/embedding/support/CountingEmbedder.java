package dev.millrace.embedding.support;

import dev.millrace.embedding.model.Embedder;
import dev.millrace.embedding.model.EmbeddingException;
import dev.millrace.embedding.model.EmbeddingModel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Takes the time that it is told to take, on a clock of its own; counts how often each text was embedded, and fails on
/// texts that say so.
public final class CountingEmbedder implements Embedder {
    private final Map<String, Integer> times = new HashMap<>();
    private long textNanos;
    private long nanos;

    @Override
    public synchronized float[] embed(EmbeddingModel model, String text) {
        times.merge(text, 1, Integer::sum);
        nanos += textNanos;
        if (text.contains("unspeakable")) {
            throw new EmbeddingException("unspeakable");
        }
        return new float[] {text.hashCode(), 1};
    }

    /// From now on a text takes so long.
    public synchronized void take(Duration aText) {
        textNanos = aText.toNanos();
    }

    public synchronized long nanoTime() {
        return nanos;
    }

    public synchronized int times(String text) {
        return times.getOrDefault(text, 0);
    }

    /// Texts embedded, repeats included.
    public synchronized int total() {
        return times.values().stream().mapToInt(Integer::intValue).sum();
    }

    public synchronized void forget() {
        times.clear();
    }
}
