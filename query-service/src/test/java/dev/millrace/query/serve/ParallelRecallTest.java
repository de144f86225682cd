package dev.millrace.query.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.merge.Channel;
import dev.millrace.query.merge.ChannelResult;
import dev.millrace.query.recall.Candidate;
import dev.millrace.query.recall.Deadline;
import dev.millrace.query.recall.Part;
import dev.millrace.query.recall.RecallChannel;
import dev.millrace.query.recall.RecallChannel.Wait;
import dev.millrace.query.recall.RecallInput;
import dev.millrace.query.support.KnownState;
import dev.millrace.query.support.ListCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParallelRecallTest {
    private static final RecallInput INPUT =
            new RecallInput(Optional.empty(), true, KnownState.NOTHING, new ListCatalogue(List.of()), id -> true);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    /// Finds what it is told to, when it is told to.
    private record Told(Channel channel, Wait waits, CountDownLatch gate, List<Candidate> candidates)
            implements RecallChannel {
        @Override
        public boolean applies(RecallInput input) {
            return true;
        }

        @Override
        public Wait waitsFor(RecallInput input) {
            return waits;
        }

        @Override
        public Part<List<Candidate>> recall(RecallInput input, Deadline deadline) {
            try {
                boolean open = gate.await(deadline.leftNanos(), TimeUnit.NANOSECONDS);
                return new Part<>(open ? candidates : candidates.subList(0, 1), open);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// Does not care how late it is, until somebody ends it.
    private record Stubborn(CountDownLatch ended) implements RecallChannel {
        @Override
        public Channel channel() {
            return Channel.BEHAVIOR;
        }

        @Override
        public boolean applies(RecallInput input) {
            return true;
        }

        @Override
        public Wait waitsFor(RecallInput input) {
            return Wait.ACTOR;
        }

        @Override
        public Part<List<Candidate>> recall(RecallInput input, Deadline deadline) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.countDown();
                Thread.currentThread().interrupt(); // as who cannot throw it has to
            }
            return Part.whole(candidates(1));
        }
    }

    private static List<Candidate> candidates(int... items) {
        List<Candidate> candidates = new ArrayList<>();
        for (int item : items) {
            candidates.add(new Candidate(ItemId.dataset(item), 1.0 / (1 + candidates.size())));
        }
        return candidates;
    }

    private List<ChannelResult> run(List<RecallChannel> channels, Duration time, boolean parallel) {
        Map<Channel, Duration> deadlines = new EnumMap<>(Channel.class);
        channels.forEach(channel -> deadlines.put(channel.channel(), time));
        return new ParallelRecall(channels, deadlines, parallel ? Optional.of(threads) : Optional.empty(), registry)
                .run(INPUT);
    }

    @Test
    void sideBySideIsTheSameAsOneAfterTheOther() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<RecallChannel> channels = new ArrayList<>();
            for (Channel channel : Channel.values()) {
                channels.add(new Told(
                        channel,
                        Wait.values()[random.nextInt(Wait.values().length)],
                        new CountDownLatch(0),
                        candidates(random.ints(random.nextInt(1, 5), 1, 50).toArray())));
            }
            Collections.shuffle(channels, random);
            Duration time = Duration.ofMinutes(1);
            assertThat(run(channels, time, true))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(run(channels, time, false));
        }
    }

    @Test
    void oneThatIsLateSaysWhatItHasAndCostsTheOthersNothing() {
        CountDownLatch never = new CountDownLatch(1);
        List<ChannelResult> results = run(
                List.of(
                        new Told(Channel.BEHAVIOR, Wait.NEIGHBOURS, never, candidates(1, 2)),
                        new Told(Channel.CONTENT, Wait.NOTHING, new CountDownLatch(0), candidates(3, 4))),
                Duration.ofMillis(50),
                true);
        assertThat(results)
                .containsExactly(
                        new ChannelResult(Channel.BEHAVIOR, candidates(1), false),
                        new ChannelResult(Channel.CONTENT, candidates(3, 4), true));
        assertThat(registry.get("millrace.recall.incomplete")
                        .tag("channel", "behavior")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void oneThatFailsIsCountedAndTheOthersGoOn() {
        RecallChannel broken = new RecallChannel() {
            @Override
            public Channel channel() {
                return Channel.PROFILE;
            }

            @Override
            public boolean applies(RecallInput input) {
                return true;
            }

            @Override
            public Wait waitsFor(RecallInput input) {
                return Wait.NOTHING;
            }

            @Override
            public Part<List<Candidate>> recall(RecallInput input, Deadline deadline) {
                throw new IllegalStateException("broken for this test");
            }
        };
        RecallChannel sound = new Told(Channel.CONTENT, Wait.ACTOR, new CountDownLatch(0), candidates(3));
        assertThat(run(List.of(broken, sound), Duration.ofMinutes(1), true))
                .containsExactly(
                        new ChannelResult(Channel.PROFILE, List.of(), false),
                        new ChannelResult(Channel.CONTENT, candidates(3), true));
        assertThat(registry.get("millrace.recall.failed")
                        .tag("channel", "profile")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void oneThatDoesNotKeepItsDeadlineIsLeftBehindAndEnded() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        List<ChannelResult> results = run(List.of(new Stubborn(ended)), Duration.ofMillis(50), true);
        assertThat(results).containsExactly(new ChannelResult(Channel.BEHAVIOR, List.of(), false));
        assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void whoSharesItsThreadHasItsTurnWhenItIsEndedAndIsNotEndedWithIt() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        List<RecallChannel> channels = List.of(
                new Stubborn(ended),
                new Told(Channel.SESSION, Wait.ACTOR, new CountDownLatch(0), candidates(1, 2)),
                new Told(Channel.TRENDING, Wait.POPULAR, new CountDownLatch(0), candidates(3, 4)));
        Map<Channel, Duration> deadlines = Map.of(
                Channel.BEHAVIOR, Duration.ofMillis(50),
                Channel.SESSION, Duration.ofMinutes(1),
                Channel.TRENDING, Duration.ofMinutes(1));
        List<ChannelResult> results =
                new ParallelRecall(channels, deadlines, Optional.of(threads), registry).run(INPUT);
        assertThat(results)
                .containsExactly(
                        new ChannelResult(Channel.BEHAVIOR, List.of(), false),
                        new ChannelResult(Channel.SESSION, candidates(1, 2), true),
                        new ChannelResult(Channel.TRENDING, candidates(3, 4), true));
        assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
    }
}
