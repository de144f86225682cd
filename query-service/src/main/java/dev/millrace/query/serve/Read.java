package dev.millrace.query.serve;

import dev.millrace.query.recall.Deadline;
import dev.millrace.query.wait.TimerWheel;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/// Something that is read, or worked out, once: in the thread it was given to, or, when it is given to none, in that of
/// the first who asks for it.
final class Read<T> implements Runnable {
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final FutureTask<T> task;
    private final boolean isLazy;

    /// @param isLazy whether it is given to no thread
    Read(Callable<T> read, boolean isLazy) {
        task = new FutureTask<>(read) {
            @Override
            protected void done() {
                ended.complete(null);
            }
        };
        this.isLazy = isLazy;
    }

    @Override
    public void run() {
        if (begun.compareAndSet(false, true)) {
            task.run();
        }
    }

    /// What was read; waits as long as it takes.
    ///
    /// @throws CancellationException when nobody wants it any more
    /// @throws IllegalStateException when reading failed
    T join() {
        if (isLazy) {
            run();
        }
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the request has ended");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a part of a list failed", e.getCause());
        }
    }

    /// What has been read by the deadline; empty when that failed, too. Who runs it himself has no deadline.
    Optional<T> get(Deadline deadline) {
        if (isLazy) {
            run();
        }
        try {
            return TimerWheel.await(ended, deadline.atNanos()) ? Optional.of(task.get()) : Optional.empty();
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            Complaints.of(e);
            return Optional.empty();
        }
    }

    /// Whether there is nothing to wait for any more.
    boolean isDone() {
        return ended.isDone();
    }

    /// What has been read so far.
    Optional<T> now() {
        return ended.isDone() ? get(new Deadline(System.nanoTime())) : Optional.empty();
    }

    /// Nobody wants it any more. What has begun goes on to its own deadline: an interrupt would look like a failure of
    /// whom it asks.
    void leave() {
        begun.set(true);
        task.cancel(false);
    }

    /// The same, and what has begun is interrupted.
    void end() {
        begun.set(true);
        task.cancel(true);
    }
}
