package dev.millrace.query.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.query.state.AsOf;
import dev.millrace.query.state.Lookup;
import dev.millrace.query.state.StateReader;
import dev.millrace.query.state.StoredState;
import dev.millrace.query.support.ListCatalogue;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrendingServiceTest {
    private static final int ASKING = 10;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger reads = new AtomicInteger();
    private final Queue<String> outcomes = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        gate.countDown();
        threads.shutdownNow();
    }

    /// Answers when it is told to.
    private StateReader held(StateReader state) {
        return (List<? extends Lookup<?>> lookups) -> {
            reads.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return state.read(lookups);
        };
    }

    private List<Thread> ask(StateReader state) {
        TrendingService service = new TrendingService(
                new TrendingReader(held(state), new AsOf()),
                new ListCatalogue(List.of()),
                Duration.ZERO,
                threads,
                Clock.systemUTC());
        List<Thread> asking = Stream.generate(() -> Thread.ofPlatform().unstarted(() -> outcomes.add(outcome(service))))
                .limit(ASKING)
                .toList();
        asking.forEach(Thread::start);
        await().until(() -> asking.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        return asking;
    }

    private static String outcome(TrendingService service) {
        try {
            return ""
                    + service.answer(TimeWindow.HOUR, EnumSet.of(ItemId.Kind.DATASET), 5)
                            .items()
                            .size();
        } catch (Unavailable e) {
            return "unavailable";
        }
    }

    private void finish(List<Thread> asking) throws InterruptedException {
        gate.countDown();
        for (Thread thread : asking) {
            thread.join();
        }
    }

    @Test
    void whoAsksAtOnceSharesOneRead() throws InterruptedException {
        finish(ask(new StoredState()));
        assertThat(outcomes).hasSize(ASKING).containsOnly("0");
        assertThat(reads).hasValue(1);
    }

    @Test
    void theFailureOfAReadIsSharedToo() throws InterruptedException {
        StateReader away = lookups -> new StoredState().nobody();
        finish(ask(away));
        assertThat(outcomes).hasSize(ASKING).containsOnly("unavailable");
        assertThat(reads).hasValue(1);
    }
}
