package dev.millrace.query.state;

import dev.millrace.contract.proto.IqResponse.Answer;
import dev.millrace.query.wait.TimerWheel;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/// One round of a batch: each host is asked for its units, all at once. When one is silent for a while, the
/// next copies of its units are asked as well, and the first answer counts (hedged requests: Dean and
/// Barroso, "The Tail at Scale", CACM 2013). A host that was killed is silent for as long as its memory is
/// given back; only then its sockets close. One thread.
final class Round {
    private static final Optional<Future<HostAnswer>> TIME_IS_UP = Optional.empty();

    private final BlockingQueue<Optional<Future<HostAnswer>>> events = new LinkedBlockingQueue<>();
    private final Executor executor;
    private final Asker asker;
    private final Map<Lookup<?>, Answer> answers;
    private final Counter repeats;
    private final Map<Future<HostAnswer>, Asked> waiting = new HashMap<>();
    private boolean misrouted;

    private record Asked(String host, List<OpenUnit> units, boolean first) {}

    /// Who asks a host.
    interface Asker {
        /// In a thread of its own, which is interrupted when the answer is no longer waited for.
        ///
        /// @param until when that is at the latest, `System.nanoTime()`
        HostAnswer ask(String host, List<OpenUnit> units, long until);

        /// A host has said nothing within its time.
        void silent(String host);

        /// Copies that were asked later answered all that this host was asked.
        void outrun(String host);
    }

    /// @param answers where answers are put
    /// @param repeats units that a host did not answer
    Round(Executor executor, Asker asker, Map<Lookup<?>, Answer> answers, Counter repeats) {
        this.executor = executor;
        this.asker = asker;
        this.answers = answers;
        this.repeats = repeats;
    }

    /// Returns when each unit has been answered or all of its hosts have failed or said nothing for `limit`; answered
    /// units leave `open`.
    ///
    /// @param byHost whom to ask for what
    /// @param limit time that a host has
    /// @param deadline when nobody is waited for any more, `System.nanoTime()`
    /// @param hedgeAfter silence after which the next copies are asked as well
    /// @param nextCopies whom else to ask for units: nobody when they have no further copy, or too much was
    /// asked
    /// @return whether a host said that a unit is not there
    boolean run(
            Map<String, List<OpenUnit>> byHost,
            List<OpenUnit> open,
            Duration limit,
            long deadline,
            Duration hedgeAfter,
            Function<List<OpenUnit>, Map<String, List<OpenUnit>>> nextCopies) {
        long began = System.nanoTime();
        long left = Math.max(0, deadline - began);
        long limitAt = began + Math.min(left, limit.toNanos());
        boolean hedged = false;
        TimerWheel.Alarm alarm = () -> {};
        try {
            ask(byHost, true, limitAt);
            alarm = alarm(Math.min(limitAt, began + hedgeAfter.toNanos()));
            for (List<OpenUnit> awaited = awaited(open); !awaited.isEmpty(); awaited = awaited(open)) {
                Optional<Future<HostAnswer>> next = events.take();
                if (next.isPresent()) {
                    settle(next.get(), open);
                } else if (!events.isEmpty()) {
                    events.add(TIME_IS_UP); // answers that are there go first, however late this thread is
                } else if (hedged || System.nanoTime() - limitAt >= 0) {
                    waiting.values().forEach(this::giveUp);
                    return misrouted;
                } else {
                    hedged = true;
                    Map<String, List<OpenUnit>> others = nextCopies.apply(awaited);
                    if (!others.isEmpty()) {
                        limitAt = Math.min(deadline, System.nanoTime() + limit.toNanos());
                    }
                    ask(others, false, limitAt);
                    alarm = alarm(limitAt);
                }
            }
            waiting.values().stream().filter(Asked::first).forEach(asked -> asker.outrun(asked.host()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            alarm.cancel();
            waiting.keySet().forEach(future -> future.cancel(true));
        }
        return misrouted;
    }

    private TimerWheel.Alarm alarm(long atNanos) {
        return TimerWheel.at(atNanos, () -> events.add(TIME_IS_UP));
    }

    private void giveUp(Asked asked) {
        asker.silent(asked.host());
        repeats.increment(asked.units().size());
    }

    private void ask(Map<String, List<OpenUnit>> byHost, boolean first, long until) {
        byHost.forEach((host, units) -> {
            units.forEach(unit -> unit.tried(host));
            FutureTask<HostAnswer> asking = new FutureTask<>(() -> asker.ask(host, units, until)) {
                @Override
                protected void done() {
                    events.add(Optional.of(this));
                }
            };
            waiting.put(asking, new Asked(host, units, first));
            executor.execute(asking);
        });
    }

    /// The open units of which an answer may still come.
    private List<OpenUnit> awaited(List<OpenUnit> open) {
        List<OpenUnit> awaited = new ArrayList<>(open.size());
        for (OpenUnit unit : open) {
            for (Asked asked : waiting.values()) {
                if (asked.units().contains(unit)) {
                    awaited.add(unit);
                    break;
                }
            }
        }
        return awaited;
    }

    private void settle(Future<HostAnswer> done, List<OpenUnit> open) {
        HostAnswer answer = result(done);
        for (OpenUnit unit : Objects.requireNonNull(waiting.remove(done)).units()) {
            if (answer.answers(unit)) {
                if (open.remove(unit)) {
                    unit.lookups().forEach(lookup -> answers.put(lookup, answer.of(lookup)));
                }
            } else {
                repeats.increment();
                misrouted |= answer.misrouted(unit);
            }
        }
    }

    private static HostAnswer result(Future<HostAnswer> done) {
        return switch (done.state()) {
            case SUCCESS -> done.resultNow();
            case FAILED ->
                throw new IllegalStateException("reading state failed in an unforeseen way", done.exceptionNow());
            case RUNNING, CANCELLED -> HostAnswer.NONE;
        };
    }
}
