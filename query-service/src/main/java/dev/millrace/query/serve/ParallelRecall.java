package dev.millrace.query.serve;

import dev.millrace.query.merge.Channel;
import dev.millrace.query.merge.ChannelResult;
import dev.millrace.query.recall.Candidate;
import dev.millrace.query.recall.Deadline;
import dev.millrace.query.recall.Part;
import dev.millrace.query.recall.RecallChannel;
import dev.millrace.query.recall.RecallInput;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Asks all channels that have something to go by, each until its deadline.
///
/// Those that wait for state elsewhere get a virtual thread each; the others, which only compute, are
/// asked by the request's own thread meanwhile. A channel stops waiting at its deadline and says what it has; one
/// that does not is left behind a moment later, without its candidates. The results are in the order of the channels
/// and the same as when they are asked one after the other, whenever none is late.
public final class ParallelRecall {
    /// For the work behind the last wait.
    private static final Duration GRACE = Duration.ofMillis(20);

    private final List<RecallChannel> channels;
    private final Map<Channel, Duration> deadlines;
    private final Optional<Executor> executor;
    private final Map<Channel, Timer> times = new EnumMap<>(Channel.class);
    private final Map<Channel, Counter> incomplete = new EnumMap<>(Channel.class);

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
        for (RecallChannel channel : channels) {
            String reason = channel.channel().reason();
            times.put(
                    channel.channel(),
                    Timer.builder("millrace.recall")
                            .tag("channel", reason)
                            .publishPercentileHistogram()
                            .register(registry));
            incomplete.put(channel.channel(), registry.counter("millrace.recall.incomplete", "channel", reason));
        }
    }

    private record Asked(RecallChannel channel, Deadline deadline, Read<Part<List<Candidate>>> read) {}

    /// What the channels say.
    public List<ChannelResult> run(RecallInput input) {
        List<Asked> all = new ArrayList<>(channels.size());
        long start = System.nanoTime();
        for (RecallChannel channel : channels) {
            if (!channel.applies(input)) {
                continue;
            }
            Duration time = deadlines.getOrDefault(channel.channel(), Duration.ZERO);
            Deadline deadline = new Deadline(start + time.toNanos());
            all.add(new Asked(channel, deadline, new Read<>(() -> ask(channel, input, deadline), false)));
        }
        executor.ifPresent(threads -> all.stream()
                .filter(asked -> asked.channel().isRemote(input))
                .forEach(asked -> threads.execute(asked.read())));
        for (Asked asked : all) {
            if (executor.isEmpty() || !asked.channel().isRemote(input)) {
                asked.read().run();
            }
        }
        return all.stream().map(this::result).toList();
    }

    private Part<List<Candidate>> ask(RecallChannel channel, RecallInput input, Deadline deadline) {
        long start = System.nanoTime();
        Part<List<Candidate>> found = channel.recall(input, deadline);
        timer(channel).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        return found;
    }

    private ChannelResult result(Asked asked) {
        Deadline last = new Deadline(asked.deadline().atNanos() + GRACE.toNanos());
        Part<List<Candidate>> found = asked.read().get(last).orElse(new Part<>(List.of(), false));
        Channel channel = asked.channel().channel();
        if (!found.complete()) {
            asked.read().cancel();
            incomplete.computeIfPresent(channel, (_, counter) -> {
                counter.increment();
                return counter;
            });
        }
        return new ChannelResult(channel, found.value(), found.complete());
    }

    private Timer timer(RecallChannel channel) {
        return java.util.Objects.requireNonNull(times.get(channel.channel()));
    }
}
