package dev.millrace.embedding.vector;

import dev.millrace.embedding.model.EmbeddingModel;

/// A text that waits to be embedded.
///
/// @param owner where its vector goes
/// @param key item
/// @param offset of its record in the catalogue
record EmbeddingTask(
        OwnedPartition owner, String key, long offset, EmbeddingModel model, String text, Fingerprint fingerprint) {

    static EmbeddingTask of(OwnedPartition owner, long offset, CatalogueReader.Asked.Words words) {
        return new EmbeddingTask(owner, words.key(), offset, words.model(), words.text(), words.fingerprint());
    }
}
