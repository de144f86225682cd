package dev.millrace.embedding.model;

import dev.millrace.embedding.text.Script;
import java.util.Set;

/// Which model embeds a text, by its script. Vectors of different models have nothing to do with each other.
///
/// @param chinese for texts with at least `hanPercent` Han letters
/// @param other for all others
public record ModelChoice(EmbeddingModel chinese, EmbeddingModel other, int hanPercent) {

    public EmbeddingModel of(String text) {
        return Script.hanPercent(text) >= hanPercent ? chinese : other;
    }

    public Set<EmbeddingModel> all() {
        return chinese == other ? Set.of(chinese) : Set.of(chinese, other);
    }
}
