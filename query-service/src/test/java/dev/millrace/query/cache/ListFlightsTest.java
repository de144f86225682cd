package dev.millrace.query.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.serve.Degradation;
import dev.millrace.query.serve.ListAnswer;
import dev.millrace.query.serve.Unavailable;
import dev.millrace.query.serve.UnknownItem;
import dev.millrace.query.support.Items;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/// Lists that are made while others ask for them, and those that cannot be made.
@Timeout(60)
final class ListFlightsTest extends CountedLists {
    /// Requests that ask while a list is made.
    private List<FutureTask<ListAnswer>> askAtOnce(int count, CountDownLatch may) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Supplier<ListAnswer> then = source;
        source = () -> {
            begun.countDown();
            try {
                may.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return then.get();
        };
        List<FutureTask<ListAnswer>> asking = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int each = 0; each < count; each++) {
            FutureTask<ListAnswer> task = new FutureTask<>(this::ask);
            asking.add(task);
            threads.add(Thread.ofPlatform().daemon().start(task));
            begun.await();
            nanos++; // those that follow ask after it was begun
        }
        await().until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        return asking;
    }

    @Test
    void aListThatLacksSomethingIsNotKept() {
        source = () -> list(Set.of(Degradation.VECTORS));
        ask();
        source = () -> list(Set.of());
        assertThat(ask().degraded()).isEmpty();
        assertThat(made).hasValue(2);
    }

    @Test
    void theLastGoodListStandsInForOneThatCannotBeMade() {
        ask();
        change(users, USER.key());
        source = () -> {
            throw new Unavailable("away");
        };
        ListAnswer last = ask();
        assertThat(last.degraded()).containsExactly(Degradation.LAST_GOOD);
        assertThat(last.variant()).isEqualTo("fallback");
        assertThat(last.age()).isPresent();
        source = () -> list(Set.of(Degradation.PROFILE));
        assertThat(ask().degraded()).containsExactly(Degradation.LAST_GOOD);
        source = () -> list(Set.of());
        assertThat(ask().degraded()).isEmpty();

        change(users, USER.key());
        source = () -> {
            throw new Unavailable("away");
        };
        nanos += Duration.ofMinutes(2).toNanos();
        assertThatThrownBy(this::ask).isInstanceOf(Unavailable.class);
        assertThat(count("cache.hit.by.tier", "tier", "last_good")).isEqualTo(2);
    }

    @Test
    void theLastGoodListLosesWhatIsNotSoldAndOutlivesAFault() {
        ask();
        change(users, USER.key());
        source = () -> {
            throw new IllegalStateException("a fault");
        };
        assertThatThrownBy(this::ask).isInstanceOf(IllegalStateException.class);
        source = () -> {
            throw new Unavailable("away");
        };
        items.set(0, Items.of(Items.dataset(1).setTitle("new").build()));
        items.set(1, Items.of(Items.dataset(2).setSellable(false).build()));
        ListAnswer left = ask();
        assertThat(left.degraded()).containsExactly(Degradation.LAST_GOOD);
        assertThat(left.items()).hasSize(1);
        assertThat(left.items().getFirst().item().id()).isEqualTo(ItemId.dataset(3));
        assertThat(left.items().getFirst().rank()).isEqualTo(1);
        items.set(0, Items.of(Items.dataset(1).setSellable(false).build()));
        assertThatThrownBy(this::ask).isInstanceOf(Unavailable.class);
    }

    @Test
    void aFailureIsNotKept() {
        source = () -> {
            throw new Unavailable("away");
        };
        assertThatThrownBy(this::ask).isInstanceOf(Unavailable.class);
        source = () -> list(Set.of());
        assertThat(ask().items()).hasSize(2);
    }

    @Test
    void aFailureIsNotLogged() {
        Logger root = (Logger) LoggerFactory.getLogger("com.github.benmanes.caffeine");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        root.addAppender(logged);
        try {
            source = () -> {
                throw new UnknownItem(PAGE);
            };
            assertThatThrownBy(this::ask).isInstanceOf(UnknownItem.class);
            assertThat(logged.list).as("an unknown item is the client's affair").isEmpty();
        } finally {
            root.detachAppender(logged);
        }
    }

    @Test
    void oneMakesAListForAllWhoAskMeanwhile() throws Exception {
        CountDownLatch may = new CountDownLatch(1);
        List<FutureTask<ListAnswer>> asking = askAtOnce(10, may);
        may.countDown();
        for (FutureTask<ListAnswer> task : asking) {
            assertThat(task.get().items().getFirst().score()).isEqualTo(1);
        }
        assertThat(made).hasValue(1);
        assertThat(count("cache.hit.by.tier", "tier", "flight")).isEqualTo(9);
    }

    @Test
    void whoAskedAfterAChangeDoesNotGetAListThatWasBegunBefore() throws Exception {
        CountDownLatch may = new CountDownLatch(1);
        List<FutureTask<ListAnswer>> first = askAtOnce(1, may);
        change(users, USER.key());
        nanos++;
        FutureTask<ListAnswer> second = new FutureTask<>(this::ask);
        Thread thread = Thread.ofPlatform().daemon().start(second);
        await().until(() -> thread.getState() == Thread.State.WAITING);
        may.countDown();
        assertThat(first.getFirst().get().items().getFirst().score()).isEqualTo(1);
        assertThat(second.get().items().getFirst().score()).isEqualTo(0.5);
    }

    @Test
    void allWhoWaitedForAListThatAChangeHasOvertakenShareTheNext() throws Exception {
        CountDownLatch may = new CountDownLatch(1);
        List<FutureTask<ListAnswer>> asking = askAtOnce(10, may);
        change(users, USER.key());
        nanos++;
        may.countDown();
        for (FutureTask<ListAnswer> task : asking) {
            task.get();
        }
        assertThat(made).hasValue(2);
    }

    @Test
    void whoWaitsForAListThatFailsAsksOnceMoreAtMost() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        source = () -> {
            failures.incrementAndGet();
            throw new Unavailable("away");
        };
        CountDownLatch may = new CountDownLatch(1);
        List<FutureTask<ListAnswer>> asking = askAtOnce(10, may);
        nanos++;
        may.countDown();
        for (FutureTask<ListAnswer> task : asking) {
            assertThatThrownBy(task::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(Unavailable.class);
        }
        assertThat(failures.get())
                .as("once for the first, and a failure is kept for nobody")
                .isBetween(2, 10);
    }
}
