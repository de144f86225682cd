package dev.millrace.query.vector;

import dev.millrace.query.recall.Candidate;
import dev.millrace.query.recall.RecallChannel;
import dev.millrace.query.recall.RecallInput;
import java.util.List;

/// Items whose words mean what the page item's do: the nearest of its vector. Score = cosine, 0..1; what is less
/// similar than the setting says is left out, for something is always nearest.
public final class VectorChannel implements RecallChannel {
    private final LiveVectors vectors;
    private final double minSimilarity;

    public VectorChannel(LiveVectors vectors, double minSimilarity) {
        this.vectors = vectors;
        this.minSimilarity = minSimilarity;
    }

    @Override
    public String reason() {
        return "vector";
    }

    @Override
    public List<Candidate> recall(RecallInput input) {
        return vectors.neighbours(input.page().id()).stream()
                .takeWhile(hit -> hit.similarity() >= minSimilarity)
                .map(hit -> new Candidate(hit.id(), Math.clamp(hit.similarity(), 0, 1)))
                .toList();
    }
}
