package dev.millrace.query.wait;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// Ends waits, late by about two ticks: a hashed timer wheel (Varghese and Lauck, "Hashed and Hierarchical Timing
/// Wheels", SOSP 1987), one for the whole process.
///
/// A virtual thread that parks for a time of its own wakes the JDK's timer thread to set the time and, since nearly
/// every wait ends before it, once more to take it back. A list waits ten times.
///
/// **Threads:** any.
public final class TimerWheel {
    private static final Duration TICK = Duration.ofMillis(2);
    /// Two seconds a turn: what waits longer is looked at once a turn.
    private static final int PLACES = 1024;

    private static final HashedWheelTimer WHEEL = new HashedWheelTimer(
            new DefaultThreadFactory("timer-wheel", true), TICK.toNanos(), TimeUnit.NANOSECONDS, PLACES, false);

    private TimerWheel() {}

    /// Begins to turn, so that the first who waits need not wait for that, too.
    public static void start() {
        WHEEL.start();
    }

    /// Runs `task` at a moment, unless it is taken back before. It runs in the wheel's thread and must not wait.
    ///
    /// @param atNanos by `System.nanoTime`
    public static Alarm at(long atNanos, Runnable task) {
        Timeout timeout =
                WHEEL.newTimeout(_ -> task.run(), Math.max(0, atNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        return timeout::cancel;
    }

    /// Waits for an event.
    ///
    /// @param atNanos until when, by `System.nanoTime`
    /// @return whether it has happened, in whichever way
    public static boolean await(CompletableFuture<?> event, long atNanos) throws InterruptedException {
        if (event.isDone() || atNanos - System.nanoTime() <= 0) {
            return event.isDone();
        }
        CompletableFuture<Boolean> happened = event.handle((_, _) -> true);
        Alarm alarm = at(atNanos, () -> happened.complete(false));
        try {
            return happened.get() || event.isDone();
        } catch (ExecutionException e) {
            throw new IllegalStateException("whatever happens is an answer", e);
        } finally {
            alarm.cancel();
        }
    }

    /// What is to be run.
    @FunctionalInterface
    public interface Alarm {

        /// Takes it back; nothing when it has run.
        void cancel();
    }
}
