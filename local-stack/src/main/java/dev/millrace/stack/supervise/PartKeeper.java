package dev.millrace.stack.supervise;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one part running: launches it, waits until it is ready, launches it again when it dies, gives up when it dies
/// too often. Works on a thread of its own.
final class PartKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(PartKeeper.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration HEALTH_PERIOD = Duration.ofSeconds(1);
    private static final int MISSES = 3;

    private final Part part;
    private final RestartPolicy policy;
    private final Consumer<PartKeeper> onChange;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<Boolean> firstStart = new CompletableFuture<>();
    private final Deque<Long> deathsNanos = new ArrayDeque<>();
    private final Thread thread;

    private volatile PartState state = PartState.WAITING;
    private volatile String reason = "";
    private volatile Part.@Nullable Running running;

    /// @param onChange told after every change of state, on the keeper's thread
    PartKeeper(Part part, RestartPolicy policy, Consumer<PartKeeper> onChange) {
        this.part = part;
        this.policy = policy;
        this.onChange = onChange;
        this.thread = Thread.ofPlatform().daemon().name("keep-" + part.name()).unstarted(this::keep);
    }

    Part part() {
        return part;
    }

    PartState state() {
        return state;
    }

    /// Why it is not ready; empty text when nothing is wrong.
    String reason() {
        return reason;
    }

    OptionalLong pid() {
        Part.Running now = running;
        return now != null && now.isAlive() ? OptionalLong.of(now.pid()) : OptionalLong.empty();
    }

    /// Begins to work.
    ///
    /// @return completes with true when the part is ready, with false when it was given up or stopped before that
    CompletableFuture<Boolean> start() {
        thread.start();
        return firstStart;
    }

    /// Stops the part and this keeper; returns when the part is gone.
    void stop(Duration patience) {
        closing.countDown();
        Part.Running now = running;
        if (now != null) {
            change(PartState.STOPPING, "");
            now.stop(patience);
        }
        thread.interrupt(); // it may be in the middle of a launch
        try {
            thread.join(patience);
            Part.Running late = running;
            if (late != null) {
                late.stop(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        firstStart.complete(false);
        change(PartState.STOPPED, "");
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void keep() {
        while (!isClosing()) {
            change(PartState.STARTING, reason);
            String end = live();
            if (isClosing()) {
                return;
            }
            Optional<String> verdict = countDeath(end);
            if (verdict.isPresent()) {
                change(PartState.FAILED, verdict.get());
                firstStart.complete(false);
                return;
            }
            Duration pause = policy.pauseAfter(deathsNanos.size());
            change(PartState.RESTARTING, end);
            LOG.atDebug()
                    .addKeyValue("part", part.name())
                    .addKeyValue("reason", end)
                    .addKeyValue("pauseMs", pause.toMillis())
                    .log("part died, it is started again");
            if (closesWithin(pause)) {
                return;
            }
        }
    }

    /// One life, from launch to death.
    ///
    /// @return how it ended
    private String live() {
        try {
            Part.Running now = part.launch();
            running = now;
            if (isClosing()) {
                return "stopped";
            }
            String failure = awaitReady(now);
            if (!failure.isEmpty()) {
                now.stop(Duration.ofSeconds(5));
                return failure;
            }
            change(PartState.READY, "");
            firstStart.complete(true);
            return watch(now);
        } catch (InterruptedException e) {
            return "interrupted";
        } catch (RuntimeException e) { // whatever it is, it is the reason why this part does not run
            return String.valueOf(e.getMessage());
        }
    }

    /// A part that lives is never ended for being slow: it may be working off what came in while it was away, and
    /// would have to begin again.
    ///
    /// @return empty when ready, else why not
    private String awaitReady(Part.Running now) throws InterruptedException {
        long deadline = System.nanoTime() + part.startLimit().toNanos();
        while (!now.isReady()) {
            if (!now.isAlive()) {
                return now.awaitEnd(POLL).orElse("died");
            }
            if (state == PartState.STARTING && System.nanoTime() > deadline) {
                change(
                        PartState.UNREADY,
                        "runs, but is not ready after " + part.startLimit().toSeconds() + " s");
            }
            if (closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                return "stopped";
            }
        }
        return "";
    }

    /// Follows a part that has become ready to its end. One question in vain means little on a busy machine.
    ///
    /// @return how it ended
    private String watch(Part.Running now) throws InterruptedException {
        int missed = 0;
        Optional<String> end = now.awaitEnd(HEALTH_PERIOD);
        while (end.isEmpty()) {
            missed = now.isReady() ? 0 : missed + 1;
            PartState seen = missed >= MISSES ? PartState.UNREADY : PartState.READY;
            if (!isClosing() && (missed == 0 || missed >= MISSES) && seen != state) {
                change(seen, seen == PartState.READY ? "" : "does not answer that it is ready");
            }
            end = now.awaitEnd(HEALTH_PERIOD);
        }
        return end.get();
    }

    /// @return why it is given up, empty when it gets another chance
    private Optional<String> countDeath(String end) {
        long now = System.nanoTime();
        deathsNanos.addLast(now);
        while (now - deathsNanos.getFirst() > policy.window().toNanos()) {
            deathsNanos.removeFirst();
        }
        int recent = deathsNanos.size();
        if (!firstStart.isDone() && recent >= policy.deathsBeforeReady()) {
            return Optional.of("never became ready in " + recent + " attempts: " + end);
        }
        return recent >= policy.deaths()
                ? Optional.of(
                        "died " + recent + " times within " + policy.window().toSeconds() + " s: " + end)
                : Optional.empty();
    }

    private boolean closesWithin(Duration pause) {
        try {
            return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void change(PartState next, String why) {
        state = next;
        reason = why;
        onChange.accept(this);
    }
}
