package dev.millrace.embedding.vector;

import dev.millrace.contract.proto.DeadLetter;

/// Something to be written.
sealed interface Output {

    /// A vector.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Vector(EmbeddingTask task, float[] values) implements Output {}

    /// The end of a vector.
    record Removal(String key) implements Output {}

    /// A record or a text that nobody can embed.
    record Letter(DeadLetter letter) implements Output {}
}
