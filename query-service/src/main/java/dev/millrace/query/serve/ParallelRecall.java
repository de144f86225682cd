package dev.millrace.query.serve;

import dev.millrace.query.merge.Channel;
import dev.millrace.query.merge.ChannelResult;
import dev.millrace.query.recall.Candidate;
import dev.millrace.query.recall.Deadline;
import dev.millrace.query.recall.Part;
import dev.millrace.query.recall.RecallChannel;
import dev.millrace.query.recall.RecallChannel.Wait;
import dev.millrace.query.recall.RecallInput;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Asks all channels that have something to go by, each until its deadline.
///
/// Those that wait for the same have a virtual thread; the others, which only compute, are asked by the request's own
/// thread meanwhile. A channel stops waiting at its deadline and says what it has; one that does not is
/// left behind a moment later, without its candidates, as is one that fails. The results are in the order of the
/// channels
/// and the same as when they are asked one after the other, whenever none is late.
public final class ParallelRecall {
    /// For the work behind the last wait.
    private static final Duration GRACE = Duration.ofMillis(20);
    /// One after the other there are no deadlines: what comes last would have none of the time left.
    private static final Duration ALWAYS = Duration.ofDays(1);
    private static final Part<List<Candidate>> NOTHING = new Part<>(List.of(), false);

    private final List<RecallChannel> channels;
    private final Map<Channel, Duration> deadlines;
    private final Optional<Executor> executor;
    private final Map<Channel, Meters> meters = new EnumMap<>(Channel.class);

    /// @param candidates how many a channel has named; those at its bound say that there are more
    private record Meters(Timer time, DistributionSummary candidates, Counter incomplete, Counter failed) {
        static Meters of(Channel channel, MeterRegistry registry) {
            String reason = channel.reason();
            return new Meters(
                    Timer.builder("millrace.recall")
                            .tag("channel", reason)
                            .publishPercentileHistogram()
                            .register(registry),
                    registry.summary("millrace.recall.candidates", "channel", reason),
                    registry.counter("millrace.recall.incomplete", "channel", reason),
                    registry.counter("millrace.recall.failed", "channel", reason));
        }
    }

    /// @param deadlines of every channel, from the start of the request
    /// @param executor of the channels that wait; empty to ask one after the other
    public ParallelRecall(
            List<RecallChannel> channels,
            Map<Channel, Duration> deadlines,
            Optional<Executor> executor,
            MeterRegistry registry) {
        this.channels = List.copyOf(channels);
        this.deadlines = Map.copyOf(deadlines);
        this.executor = executor;
        channels.forEach(channel -> meters.put(channel.channel(), Meters.of(channel.channel(), registry)));
    }

    private record Asked(RecallChannel channel, Deadline deadline, Read<Part<List<Candidate>>> read) {}

    /// What the channels say.
    public List<ChannelResult> run(RecallInput input) {
        List<Asked> all = new ArrayList<>(channels.size());
        long start = System.nanoTime();
        for (RecallChannel channel : channels) {
            if (channel.applies(input)) {
                Deadline deadline = new Deadline(start + time(channel).toNanos());
                all.add(new Asked(channel, deadline, new Read<>(() -> ask(channel, input, deadline), false)));
            }
        }
        List<Asked> here = executor.isPresent() ? begin(all, input, executor.get()) : all;
        here.forEach(asked -> asked.read().run());
        return all.stream().map(this::result).toList();
    }

    /// Gives those that wait to threads; returns the others.
    private static List<Asked> begin(List<Asked> all, RecallInput input, Executor threads) {
        Map<Wait, List<Asked>> waiting = new EnumMap<>(Wait.class);
        for (Asked asked : all) {
            waiting.computeIfAbsent(asked.channel().waitsFor(input), _ -> new ArrayList<>(all.size()))
                    .add(asked);
        }
        List<Asked> here = waiting.remove(Wait.NOTHING);
        waiting.values().forEach(group -> threads.execute(() -> inTurn(group)));
        return here == null ? List.of() : here;
    }

    /// One that was ended has no part in the next.
    private static void inTurn(List<Asked> group) {
        for (Asked asked : group) {
            asked.read().run();
            Thread.interrupted();
        }
    }

    private Duration time(RecallChannel channel) {
        return executor.isEmpty() ? ALWAYS : deadlines.getOrDefault(channel.channel(), Duration.ZERO);
    }

    private Part<List<Candidate>> ask(RecallChannel channel, RecallInput input, Deadline deadline) {
        long start = System.nanoTime();
        Meters meter = meters(channel.channel());
        try {
            Part<List<Candidate>> found = channel.recall(input, deadline);
            meter.candidates.record(found.value().size());
            return found;
        } catch (RuntimeException e) {
            meter.failed.increment();
            throw e;
        } finally {
            meter.time.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    private ChannelResult result(Asked asked) {
        Deadline last = new Deadline(asked.deadline().atNanos() + GRACE.toNanos());
        Part<List<Candidate>> found = asked.read().get(last).orElse(NOTHING);
        Channel channel = asked.channel().channel();
        if (!found.complete()) {
            asked.read().end();
            meters(channel).incomplete.increment();
        }
        return new ChannelResult(channel, found.value(), found.complete());
    }

    private Meters meters(Channel channel) {
        return Objects.requireNonNull(meters.get(channel));
    }
}
