package dev.millrace.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatcherTest {
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final ExecutorService threads = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void tellsWhenTheAnswerTurned() throws InterruptedException {
        AtomicBoolean visible = new AtomicBoolean();
        Watcher watcher = Watcher.start(threads, visible::get);
        watcher.awaitNegative(BOUND);
        long before = System.nanoTime();
        visible.set(true);
        long turned = watcher.turnedNs(BOUND).orElseThrow();
        assertThat(turned).isBetween(before - 10_000_000, System.nanoTime());
    }

    @Test
    void whatIsSeenBeforeTheChangeMeasuresNothing() {
        Watcher watcher = Watcher.start(threads, () -> true);
        assertThatThrownBy(() -> watcher.awaitNegative(BOUND)).hasMessageContaining("before it was made");
    }

    @Test
    void whatNeverTurnsIsATimeOut() throws InterruptedException {
        Watcher watcher = Watcher.start(threads, () -> false);
        watcher.awaitNegative(BOUND);
        assertThat(watcher.turnedNs(Duration.ofMillis(20))).isEmpty();
        watcher.giveUp();
    }

    @Test
    void aFailureIsNotWaitedFor() throws InterruptedException {
        AtomicBoolean broken = new AtomicBoolean();
        Watcher watcher = Watcher.start(threads, () -> {
            if (broken.get()) {
                throw new IOException("gone");
            }
            return false;
        });
        watcher.awaitNegative(BOUND);
        broken.set(true);
        assertThatThrownBy(() -> watcher.turnedNs(BOUND)).hasMessageContaining("gone");
    }
}
