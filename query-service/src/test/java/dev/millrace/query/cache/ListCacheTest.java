package dev.millrace.query.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.id.RequestId;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.query.config.CacheConfig;
import dev.millrace.query.merge.Channel;
import dev.millrace.query.merge.ChannelWeights;
import dev.millrace.query.merge.Merged;
import dev.millrace.query.recall.Candidate;
import dev.millrace.query.recall.Item;
import dev.millrace.query.recommend.Recommendation;
import dev.millrace.query.rerank.Lambda;
import dev.millrace.query.serve.Degradation;
import dev.millrace.query.serve.ListAnswer;
import dev.millrace.query.serve.ListRequest;
import dev.millrace.query.serve.Unavailable;
import dev.millrace.query.serve.UnknownItem;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.ListCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/// A source that counts its lists; each names another score, so that it can be told which list was served.
@Timeout(60)
class ListCacheTest {
    private static final Actor USER = new Actor.User(7);
    private static final ItemId PAGE = ItemId.dataset(1);
    private static final Duration LAG = Duration.ofSeconds(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private long nanos = 1_000_000_000_000L;
    private final StoreChanges users = new StoreChanges(LAG, () -> nanos);
    private final StoreChanges visitors = new StoreChanges(LAG, () -> nanos);
    private final StoreChanges neighbours = new StoreChanges(LAG, () -> nanos);
    private final List<Item> items = new ArrayList<>(LongStream.rangeClosed(1, 5)
            .mapToObj(number -> Items.of(Items.dataset(number).build()))
            .toList());
    private final AtomicInteger made = new AtomicInteger();
    private Supplier<ListAnswer> source = () -> list(Set.of());
    private ChannelWeights weights = ChannelWeights.DEFAULT;
    private long offset = 10;
    private final ListCache cache = new ListCache(
            _ -> source.get(),
            new ListCache.Parts(
                    new ListInputs(users, visitors, neighbours, LAG),
                    new ListCatalogue(items),
                    Lambda.DEFAULT,
                    () -> weights),
            new CacheConfig(
                    true,
                    1 << 20,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    0,
                    LAG,
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(30)),
            registry,
            () -> nanos);

    @BeforeEach
    void follow() {
        for (StoreChanges changes : List.of(users, visitors, neighbours)) {
            for (int partition = 0; partition < 4; partition++) {
                changes.from(partition, 0);
            }
            changes.caughtUp();
        }
    }

    /// The next list: items 2 and 3.
    private ListAnswer list(Set<Degradation> degraded) {
        double score = 1.0 / made.incrementAndGet();
        List<Recommendation> list = IntStream.of(2, 3)
                .mapToObj(number -> new Recommendation(
                        number - 1,
                        items.get(number - 1),
                        score,
                        "content",
                        Merged.alone(
                                Channel.CONTENT,
                                new Candidate(ItemId.dataset(number).code(), 1)),
                        false,
                        1,
                        new float[0]))
                .toList();
        return new ListAnswer(list, "test-1", false, OptionalLong.empty(), degraded, Optional.empty());
    }

    private static ListRequest request(Optional<Actor> actor, String endpoint, String device) {
        return new ListRequest(
                endpoint,
                Optional.of(PAGE),
                actor,
                EnumSet.allOf(ItemId.Kind.class),
                Set.of(),
                10,
                "unknown",
                device,
                true,
                Optional.of(RequestId.random()));
    }

    private ListAnswer ask() {
        return cache.answer(request(Optional.of(USER), "detail", "desktop"));
    }

    private void change(StoreChanges changes, String key) {
        int partition = Partitions.of(key);
        changes.apply(new ConsumerRecord<>("log", partition, offset++, key, new byte[0]));
    }

    private double count(String name, String tag, String value) {
        return registry.get(name).tag(tag, value).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Test
    void aListIsServedAgainWithItsAgeUntilItIsTooOld() {
        assertThat(ask().age()).isEmpty();
        nanos += Duration.ofSeconds(9).toNanos();
        assertThat(ask().age()).contains(Duration.ofSeconds(9));
        assertThat(made).hasValue(1);
        nanos += Duration.ofSeconds(2).toNanos();
        assertThat(ask().age()).isEmpty();
        assertThat(made).hasValue(2);
        assertThat(count("cache.requests", "status", "hit")).isEqualTo(1);
        assertThat(count("cache.requests", "status", "miss")).isEqualTo(2);
        assertThat(count("cache.hit.by.tier", "tier", "local")).isEqualTo(1);
    }

    @Test
    void aChangeOfTheActorOrThePageMakesANewList() {
        ask();
        change(users, USER.key());
        ask();
        assertThat(made).hasValue(2);
        change(neighbours, PAGE.key());
        ask();
        assertThat(made).hasValue(3);
        ask();
        assertThat(made).hasValue(3);
    }

    @Test
    void aListForEverybodyMayMissThePagesChangesForASecond() {
        ListRequest similar = request(Optional.empty(), "similar", "desktop");
        cache.answer(similar);
        change(neighbours, PAGE.key());
        nanos += LAG.toNanos() - 1;
        assertThat(cache.answer(similar).age()).isPresent();
        assertThat(made).hasValue(1);
        nanos += 1;
        assertThat(cache.answer(similar).age()).isEmpty();
    }

    @Test
    void whatMakesAnotherListIsAnotherList() {
        ask();
        cache.answer(request(Optional.of(USER), "detail", "mobile"));
        cache.answer(request(Optional.empty(), "detail", "desktop"));
        cache.answer(request(Optional.of(new Actor.User(8)), "detail", "desktop"));
        weights = ChannelWeights.DEFAULT.with(Map.of("content", 2.0));
        ask();
        assertThat(made).hasValue(5);
    }

    @Test
    void itemsAreShownAsTheyAreNowAndWhatIsNotSoldMakesANewList() {
        ask();
        items.set(1, Items.of(Items.dataset(2).setTitle("new").build()));
        ListAnswer again = ask();
        assertThat(again.age()).isPresent();
        assertThat(again.items().getFirst().item().details().getTitle()).isEqualTo("new");
        items.set(1, Items.of(Items.dataset(2).setSellable(false).build()));
        assertThat(ask().age()).isEmpty();
        assertThat(made).hasValue(2);
    }

    @Test
    void aChangedPageItemMakesANewList() {
        ask();
        items.set(0, Items.of(Items.dataset(1).setTitle("new").build()));
        ask();
        assertThat(made).hasValue(2);
    }

    @Test
    void whileNothingIsKnownOfChangesEachListIsMade() {
        users.clear();
        ask();
        ask();
        assertThat(made).hasValue(2);
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
    void aListThatIsWantedAnewIsMadeAndNotKept() {
        ListRequest request = request(Optional.of(USER), "detail", "desktop").anew();
        cache.answer(request);
        assertThat(cache.answer(request).age()).isEmpty();
        assertThat(ask().age()).isEmpty();
        assertThat(made).hasValue(3);
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
