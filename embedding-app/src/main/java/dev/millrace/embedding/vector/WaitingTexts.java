package dev.millrace.embedding.vector;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Texts that wait to be embedded, the newest change first: who changes an item during a bulk import does not wait for
/// the import.
///
/// Held while a part of the catalogue is read from its beginning: what is read there may be outdated by what follows.
/// Bounded: the oldest has to leave when there is no room. One text an item; a newer one takes its place. Thread-safe.
final class WaitingTexts {
    private final int capacity;
    private final SequencedMap<String, EmbeddingTask> oldestFirst = new LinkedHashMap<>();
    private boolean held;
    private boolean closed;

    WaitingTexts(int capacity) {
        this.capacity = capacity;
    }

    /// A change that was just read.
    ///
    /// @return the oldest text, when there was no room for it any more
    synchronized Optional<EmbeddingTask> putNewest(EmbeddingTask task) {
        oldestFirst.remove(task.key());
        oldestFirst.putLast(task.key(), task);
        notify();
        return oldestFirst.size() > capacity
                ? Optional.of(oldestFirst.pollFirstEntry().getValue())
                : Optional.empty();
    }

    /// An older text that had been left in the log.
    ///
    /// @return the same text, when there is no room for it
    synchronized Optional<EmbeddingTask> putOldest(EmbeddingTask task) {
        if (oldestFirst.containsKey(task.key())) {
            return Optional.empty();
        }
        if (oldestFirst.size() >= capacity) {
            return Optional.of(task);
        }
        oldestFirst.putFirst(task.key(), task);
        notify();
        return Optional.empty();
    }

    /// From now on nobody gets a text.
    synchronized void hold() {
        held = true;
    }

    /// Gives them out again.
    synchronized void release() {
        held = false;
        notifyAll();
    }

    /// Takes the newest text; waits until there is one.
    ///
    /// @return none only when closed
    synchronized Optional<EmbeddingTask> await() throws InterruptedException {
        while ((held || oldestFirst.isEmpty()) && !closed) {
            wait();
        }
        return closed ? Optional.empty() : take();
    }

    /// Takes the newest text, if there is one to be had.
    synchronized Optional<EmbeddingTask> take() {
        if (held) {
            return Optional.empty();
        }
        return Optional.ofNullable(oldestFirst.pollLastEntry()).map(Map.Entry::getValue);
    }

    /// Drops the texts of a partition that somebody else has now.
    synchronized void drop(OwnedPartition owner) {
        oldestFirst.values().removeIf(task -> task.owner() == owner);
    }

    synchronized int size() {
        return oldestFirst.size();
    }

    /// Whether so many texts are gone that it is worth to read older ones again.
    synchronized boolean isHalfEmpty() {
        return oldestFirst.size() <= capacity / 2;
    }

    /// Lets nobody wait any longer.
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
