package dev.millrace.stack.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Asks for lists over kept connections, each with a thread of its own.
final class ListLoad {
    /// Of an open load: more than the server has in hand at once while it keeps up.
    private static final int OPEN_CONNECTIONS = 64;
    /// An open load that takes so much longer than it should has not been kept up with and ends.
    private static final int MOST_OVERTIME = 2;

    private static final long LEAST_OVERTIME_NANOS = 1_000_000_000;

    private static final double NANOS_A_MILLI = 1e6;

    private final int port;
    private final List<ListKind.Question> questions;

    /// @param questions asked in turn
    ListLoad(int port, List<ListKind.Question> questions) {
        this.port = port;
        this.questions = List.copyOf(questions);
    }

    /// Asks one question after the other on each connection for a time.
    LoadResult closed(int connections, Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        return together(connections, number -> {
            LoadResult result = new LoadResult();
            try (Caller caller = new Caller(port, result)) {
                int next = number * questions.size() / connections;
                for (long now = System.nanoTime(); now < until; now = System.nanoTime()) {
                    caller.ask(questions.get(next++ % questions.size()), now);
                }
            }
            return result;
        });
    }

    /// Asks each question when it is due, whether the ones before are answered or not; its time counts from when it was
    /// due, so a server that stands still is blamed for all who come meanwhile.
    ///
    /// @param due nanoseconds from the start
    LoadResult open(long[] due) throws InterruptedException {
        long start = System.nanoTime();
        long last = start + MOST_OVERTIME * due[due.length - 1] + LEAST_OVERTIME_NANOS;
        AtomicInteger next = new AtomicInteger();
        return together(OPEN_CONNECTIONS, _ -> {
            LoadResult result = new LoadResult();
            try (Caller caller = new Caller(port, result)) {
                for (int i = next.getAndIncrement(); i < due.length; i = next.getAndIncrement()) {
                    if (System.nanoTime() > last) {
                        result.leftOut(1);
                    } else {
                        awaitTime(start + due[i]);
                        caller.ask(questions.get(i % questions.size()), start + due[i]);
                    }
                }
            }
            return result;
        });
    }

    @FunctionalInterface
    private interface Driver {
        LoadResult drive(int number) throws IOException;
    }

    private static LoadResult together(int connections, Driver driver) throws InterruptedException {
        List<Future<LoadResult>> parts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            for (int connection = 0; connection < connections; connection++) {
                int number = connection;
                parts.add(threads.submit(() -> driver.drive(number)));
            }
        }
        LoadResult all = new LoadResult();
        for (Future<LoadResult> part : parts) {
            try {
                all.add(part.get());
            } catch (ExecutionException e) {
                throw new BenchException("a connection could not go on: " + e.getCause(), e);
            }
        }
        return all;
    }

    private static void awaitTime(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /// One connection, made anew after it broke.
    private static final class Caller implements AutoCloseable {
        private static final int OK = 200;

        private final int port;
        private final LoadResult result;
        private @Nullable RawConnection connection;

        Caller(int port, LoadResult result) {
            this.port = port;
            this.result = result;
        }

        void ask(ListKind.Question question, long dueNanos) throws IOException {
            try {
                RawConnection open = connection == null ? new RawConnection(port) : connection;
                connection = open;
                RawConnection.Reply reply = open.ask(question.request());
                double took = (System.nanoTime() - dueNanos) / NANOS_A_MILLI;
                if (reply.status() == OK) {
                    result.answered(took, question, reply);
                } else {
                    result.failed(took, "status " + reply.status());
                }
            } catch (IOException e) {
                result.failed(
                        (System.nanoTime() - dueNanos) / NANOS_A_MILLI,
                        e.getClass().getSimpleName());
                close();
            }
        }

        @Override
        public void close() throws IOException {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        }
    }
}
