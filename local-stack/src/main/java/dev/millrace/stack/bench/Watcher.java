package dev.millrace.stack.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// Asks the same question until the answer turns, and takes the middle between the last negative and the first
/// positive answer as its time. Between two questions it pauses for a tenth of the time since the change, two
/// milliseconds at least: the time is known to a twentieth, and asking does not fill the processors that are measured.
final class Watcher {
    private static final long LEAST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int SHARE = 10;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CompletableFuture<Long> turned = new CompletableFuture<>();
    private volatile boolean given;
    private volatile long changedNs = Long.MAX_VALUE;

    /// A question with a yes-or-no answer.
    interface Question {
        boolean ask() throws IOException, InterruptedException;
    }

    /// Begins to ask.
    static Watcher start(Executor executor, Question question) {
        Watcher watcher = new Watcher();
        executor.execute(() -> watcher.watch(question));
        return watcher;
    }

    /// Waits until a first answer was negative, as it must be before the change.
    void awaitNegative(Duration patience) throws InterruptedException {
        if (!asked.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new BenchException("no answer within " + patience);
        }
        if (turned.isDone()) {
            throw new BenchException("the probe is seen before it was made, so it would measure nothing");
        }
    }

    /// What is asked for has been changed just now.
    void changed() {
        changedNs = System.nanoTime();
    }

    /// When the answer turned, on the clock of [System#nanoTime]; empty when it does not in time.
    OptionalLong turnedNs(Duration patience) throws InterruptedException {
        try {
            return OptionalLong.of(turned.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return OptionalLong.empty();
        } catch (ExecutionException e) {
            throw new BenchException("asking failed: " + e.getCause(), e);
        }
    }

    /// Stops asking.
    void giveUp() {
        given = true;
    }

    private void watch(Question question) {
        try {
            long negative = 0;
            while (!given) {
                boolean yes = question.ask();
                long now = System.nanoTime();
                if (yes) {
                    turned.complete(negative == 0 ? now : negative + (now - negative) / 2);
                    return;
                }
                negative = now;
                asked.countDown();
                LockSupport.parkNanos(Math.max(LEAST_PAUSE_NS, (now - changedNs) / SHARE));
            }
        } catch (IOException | RuntimeException e) {
            turned.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            turned.completeExceptionally(e);
        } finally {
            asked.countDown();
        }
    }
}
