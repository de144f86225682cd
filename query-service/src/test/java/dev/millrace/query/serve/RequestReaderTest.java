package dev.millrace.query.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.Neighbour;
import dev.millrace.contract.proto.Neighbours;
import dev.millrace.contract.proto.ProfileEntry;
import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.query.recall.ActorState;
import dev.millrace.query.recall.Deadline;
import dev.millrace.query.state.AsOf;
import dev.millrace.query.state.Lookup;
import dev.millrace.query.state.Readings;
import dev.millrace.query.state.StateReader;
import dev.millrace.query.state.StoredState;
import dev.millrace.query.statistics.ActivityIndex;
import dev.millrace.query.support.ListCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestReaderTest {
    private static final ItemId PAGE = ItemId.dataset(1);
    private static final ItemId SEEN = ItemId.dataset(2);
    private static final Actor USER = new Actor.User(7);
    private static final Deadline LATER = Deadline.after(Duration.ofMinutes(5));

    private final StoredState state = new StoredState();
    private final ActivityIndex activities = new ActivityIndex(10);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @BeforeEach
    void read() {
        activities.caughtUp();
    }

    private RequestReads begin(StateReader state, Optional<Executor> executor) {
        ProfileReader.Settings settings = new ProfileReader.Settings(Duration.ofDays(180), Duration.ofMinutes(30), 20);
        RequestReader reader = new RequestReader(
                state,
                new NeighbourReader(state, activities, 10, 100, new SimpleMeterRegistry()),
                new ProfileReader(state, new ListCatalogue(List.of()), settings, () -> 1_000),
                new PopularItems(new TrendingReader(state, new AsOf())),
                executor);
        return reader.begin(Optional.of(PAGE), Optional.of(USER), id -> true, 1_000);
    }

    private void known() {
        state.progress(Progress.newBuilder().setCommitTimeUs(5).build());
        state.put(
                QueryableStore.NEIGHBOURS,
                SEEN,
                Neighbours.newBuilder()
                        .addItems(Neighbour.newBuilder().setItemId("ds:9").setNext(1))
                        .build());
        state.put(
                QueryableStore.USER_PROFILES,
                USER,
                ActorProfile.newBuilder()
                        .addActions(ProfileEntry.newBuilder()
                                .setKind(InteractionKind.VIEW)
                                .setItem(SEEN.code())
                                .setTimeMs(900))
                        .build());
    }

    @Test
    void whoAsksIsReadAndThenWhatIsAroundHisItems() {
        known();
        for (Optional<Executor> executor : List.of(Optional.<Executor>of(threads), Optional.<Executor>empty())) {
            try (RequestReads reads = begin(state, executor)) {
                assertThat(reads.actor(LATER).value().recent()).containsExactly(SEEN);
                assertThat(reads.recent(LATER).value())
                        .singleElement()
                        .satisfies(
                                around -> assertThat(around.pairs().getFirst().code())
                                        .isEqualTo(ItemId.dataset(9).code()));
                assertThat(reads.page(LATER).complete()).isTrue();
                reads.popular(LATER);
                RequestReads.Outcome outcome = reads.outcome();
                assertThat(outcome.degraded()).isEmpty();
                assertThat(outcome.missesBehavior()).isFalse();
                assertThat(outcome.completeUntilUs()).isEqualTo(OptionalLong.of(5));
            }
        }
    }

    /// Answers nothing about some stores before it is told to.
    private record Held(StateReader state, Predicate<Lookup<?>> held, CountDownLatch gate) implements StateReader {
        @Override
        public Readings read(List<? extends Lookup<?>> lookups) {
            if (lookups.stream().anyMatch(held)) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return state.read(lookups);
        }
    }

    /// One host has everything; it counts what it is asked for.
    private record Together(StateReader state, List<Integer> batches) implements StateReader {
        @Override
        public Readings read(List<? extends Lookup<?>> lookups) {
            batches.add(lookups.size());
            return state.read(lookups);
        }

        @Override
        public boolean areTogether(Lookup<?> one, Lookup<?> other) {
            return true;
        }
    }

    @Test
    void pageAndActorOfOneHostAreReadTogether() {
        known();
        for (Optional<Executor> executor : List.of(Optional.<Executor>of(threads), Optional.<Executor>empty())) {
            Together one = new Together(state, new CopyOnWriteArrayList<>());
            try (RequestReads reads = begin(one, executor)) {
                assertThat(reads.page(LATER).complete()).isTrue();
                assertThat(reads.actor(LATER).value().recent()).containsExactly(SEEN);
                assertThat(reads.recent(LATER).value()).hasSize(1);
                reads.popular(LATER);
                assertThat(reads.outcome().degraded()).isEmpty();
                assertThat(reads.outcome().completeUntilUs()).isEqualTo(OptionalLong.of(5));
            }
            int each = 3; // two figures of progress and the value
            assertThat(one.batches())
                    .contains(2 * each)
                    .filteredOn(size -> size == each)
                    .hasSize(1);
        }
    }

    @Test
    void aSlowProfileHoldsUpNeitherThePageNorTheAnswer() {
        known();
        CountDownLatch gate = new CountDownLatch(1);
        Held held = new Held(state, lookup -> lookup.store() == QueryableStore.USER_PROFILES, gate);
        try (RequestReads reads = begin(held, Optional.of(threads))) {
            assertThat(reads.page(LATER).complete()).isTrue();
            reads.popular(LATER);
            Deadline now = new Deadline(System.nanoTime());
            assertThat(reads.actor(now).complete()).isFalse();
            assertThat(reads.actor(now).value()).isEqualTo(ActorState.UNKNOWN);
            assertThat(reads.recent(now).complete()).isFalse();
            RequestReads.Outcome outcome = reads.outcome();
            assertThat(outcome.degraded()).containsExactly(Degradation.PROFILE);
            assertThat(outcome.missesBehavior()).isFalse();
            assertThat(outcome.completeUntilUs()).isEqualTo(OptionalLong.of(5));
        } finally {
            gate.countDown();
        }
    }

    @Test
    void aPageThatNobodyAnswersForIsMissingAndTheRestIsNot() {
        known();
        state.away(QueryableStore.NEIGHBOURS, PAGE);
        try (RequestReads reads = begin(state, Optional.of(threads))) {
            assertThat(reads.page(LATER).complete()).isFalse();
            assertThat(reads.recent(LATER).complete()).isTrue();
            reads.popular(LATER);
            assertThat(reads.outcome().missesBehavior()).isFalse(); // the actor is known
            assertThat(reads.outcome().degraded()).containsExactly(Degradation.NEIGHBOURS);
        }
    }
}
