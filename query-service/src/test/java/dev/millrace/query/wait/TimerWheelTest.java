package dev.millrace.query.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimerWheelTest {
    private static final Duration NEVER = Duration.ofHours(1);

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    @Test
    void aWaitEndsAtItsMomentAndNotBefore() throws InterruptedException {
        long until = in(Duration.ofMillis(30));
        assertThat(TimerWheel.await(new CompletableFuture<>(), until)).isFalse();
        assertThat(System.nanoTime() - until).isNotNegative();
    }

    @Test
    void aWaitEndsWithItsEvent() throws InterruptedException {
        var event = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> event.complete("it"));
        assertThat(TimerWheel.await(event, in(NEVER))).isTrue();
    }

    @Test
    void aFailureIsAnEvent() throws InterruptedException {
        var event = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> event.completeExceptionally(new IllegalStateException("no")));
        assertThat(TimerWheel.await(event, in(NEVER))).isTrue();
    }

    @Test
    void whatHasHappenedNeedsNoTime() throws InterruptedException {
        assertThat(TimerWheel.await(CompletableFuture.completedFuture(1), System.nanoTime() - 1))
                .isTrue();
        assertThat(TimerWheel.await(new CompletableFuture<>(), System.nanoTime() - 1))
                .isFalse();
    }

    @Test
    void aWaitLeavesTheEventToOthers() throws Exception {
        var event = new CompletableFuture<String>();
        assertThat(TimerWheel.await(event, in(Duration.ofMillis(1)))).isFalse();
        assertThat(event.complete("it")).isTrue();
        assertThat(event.get()).isEqualTo("it");
    }

    @Test
    void anInterruptEndsAWait() {
        var ended = new CompletableFuture<Boolean>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                ended.complete(TimerWheel.await(new CompletableFuture<>(), in(NEVER)));
            } catch (InterruptedException e) {
                ended.completeExceptionally(e);
            }
        });
        waiting.interrupt();
        assertThatThrownBy(ended::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void whatIsTakenBackDoesNotRun() throws InterruptedException {
        var ran = new AtomicBoolean();
        var later = new CountDownLatch(1);
        TimerWheel.at(in(Duration.ofMillis(20)), () -> ran.set(true)).cancel();
        TimerWheel.at(in(Duration.ofMillis(60)), later::countDown);
        later.await();
        assertThat(ran).isFalse();
    }
}
