package dev.millrace.embedding.model;

/// Text → vector. Thread-safe.
@FunctionalInterface
public interface Embedder {

    /// A vector of length 1 with [EmbeddingModel#dimension()] numbers; the same text gives the same vector.
    ///
    /// @throws EmbeddingException when there is none
    float[] embed(EmbeddingModel model, String text);
}
