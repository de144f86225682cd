package dev.millrace.streams.runtime;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.TaskId;

/// What the tasks of one stream thread have not yet written to their stores, or sent on.
///
/// Kafka Streams prepares a commit task by task: it flushes the caches of the task's stores, then waits until
/// the broker has what they sent. Written then, each task would wait for a round trip of its own, 17 a commit
/// (ADR 0009). Here the first store that is told to flush writes what all tasks of the thread have pending:
/// they share the thread, its producer and, exactly once, its transaction, so one wait serves all.
public final class PendingWrites {
    private static final ThreadLocal<Map<TaskId, OfTask>> OF_THREAD = ThreadLocal.withInitial(HashMap::new);

    private PendingWrites() {}

    /// Holds something back until it is told.
    @FunctionalInterface
    public interface Holder {
        /// Writes or sends all of it.
        void write();
    }

    /// What one task has pending, in the order in which it came to be so.
    public static final class OfTask {
        private final Set<Holder> holders = new LinkedHashSet<>();

        private OfTask() {}

        /// The holder has something from now on.
        public void add(Holder holder) {
            holders.add(holder);
        }

        private void write() {
            while (!holders.isEmpty()) {
                List<Holder> now = List.copyOf(holders);
                holders.clear();
                now.forEach(Holder::write);
            }
        }
    }

    /// What a task of this thread has pending.
    public static OfTask of(TaskId task) {
        return OF_THREAD.get().computeIfAbsent(task, _ -> new OfTask());
    }

    /// Writes what a task has pending: before it says what its stores are complete with.
    public static void write(TaskId task) {
        of(task).write();
    }

    /// Writes what all tasks of this thread have pending.
    static void writeAll() {
        OF_THREAD.get().values().forEach(OfTask::write);
    }

    /// A store of the task is being closed: what is pending still was of a transaction that is given up.
    static void forget(TaskId task) {
        of(task).holders.clear();
    }
}
