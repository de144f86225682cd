package dev.millrace.embedding.vector;

/// A partition of the catalogue, and the same partition of the vectors, while this instance has them.
///
/// @param number of both
/// @param items what is wanted and published
/// @param log where vectors are written
record OwnedPartition(int number, ItemTable items, VectorLog log) {

    /// A text left the queue because there was no room.
    static void leave(EmbeddingTask task) {
        task.owner().items().leave(task.key(), task.fingerprint());
    }
}
