package dev.millrace.query.state;

import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.IqResponse.Answer;
import dev.millrace.query.config.IqConfig;
import dev.millrace.query.wait.TimerWheel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Reads state from the hosts that have it: owners directly, in parallel, one request a host for the whole
/// batch.
///
/// The entries of one unit (see [Lookup]) are asked of one copy, progress and value together, in the order
/// of the batch; if any of them fails the whole unit goes to the next copy: the active one, then standbys;
/// if it is slow the next copy is asked as well ([Round]). A mis-routed request refreshes the routing
/// table, once per pass; when every copy was tried there is one more pass after a short pause, the time a
/// promotion takes. All waits end at the deadline.
public final class IqClient implements StateReader, AutoCloseable {
    private static final int PASSES = 2;

    private final IqTransport transport;
    private final Routes routes;
    private final AsOf asOf;
    private final IqConfig config;
    private final Suspects suspects = new Suspects();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Counter repeats;
    private final Counter away;
    private final Counter hedges;
    private final Counter refusedHedges;
    private final HedgeBudget budget = new HedgeBudget();

    public IqClient(IqTransport transport, Routes routes, AsOf asOf, IqConfig config, MeterRegistry registry) {
        this.transport = transport;
        this.routes = routes;
        this.asOf = asOf;
        this.config = config;
        repeats = registry.counter("millrace.iq.repeats");
        away = registry.counter("millrace.iq.away");
        hedges = registry.counter("millrace.iq.hedges");
        refusedHedges = registry.counter("millrace.iq.hedges.refused");
        TimerWheel.start();
    }

    @Override
    public Readings read(List<? extends Lookup<?>> lookups) {
        budget.earn();
        long deadline = System.nanoTime() + config.overallTimeout().toNanos();
        Map<Lookup<?>, Answer> answers = new HashMap<>();
        List<OpenUnit> open = OpenUnit.of(lookups);
        for (int pass = 1; pass <= PASSES && !open.isEmpty() && left(deadline) > 0; pass++) {
            if (pass > 1) {
                LockSupport.parkNanos(Math.min(config.retryPause().toNanos(), left(deadline)));
                routes.refresh(Duration.ofNanos(Math.max(1, left(deadline))));
                open.forEach(OpenUnit::forgetTried);
            }
            askAllCopies(open, answers, deadline);
        }
        away.increment(open.size());
        return new Readings(answers);
    }

    @Override
    public boolean areTogether(Lookup<?> one, Lookup<?> other) {
        RoutingTable table = routes.table();
        List<String> hosts = suspects.last(table.hosts(one));
        List<String> others = suspects.last(table.hosts(other));
        return !hosts.isEmpty() && hosts.equals(others);
    }

    /// Asks copy after copy until each unit is answered or has no copy left. A host that says the partition is
    /// elsewhere has newer routes at once; after a silent host the next copy is tried first, for that is
    /// quicker.
    private void askAllCopies(List<OpenUnit> open, Map<Lookup<?>, Answer> answers, long deadline) {
        RoutingTable table = routes.table();
        boolean refreshed = false;
        while (!open.isEmpty() && left(deadline) > 0) {
            Map<String, List<OpenUnit>> byHost = plan(open, table);
            RoutingTable current = table;
            boolean misrouted = new Round(executor, asker(), answers, repeats)
                    .run(byHost, open, limit(deadline), deadline, config.hedgeAfter(), slow -> hedge(slow, current));
            if (!refreshed && (misrouted || byHost.isEmpty())) {
                table = routes.refresh(Duration.ofNanos(Math.max(1, left(deadline))));
                refreshed = true;
            } else if (byHost.isEmpty()) {
                return;
            }
        }
    }

    private Map<String, List<OpenUnit>> plan(List<OpenUnit> open, RoutingTable table) {
        Map<String, List<OpenUnit>> byHost = new HashMap<>();
        for (OpenUnit unit : open) {
            unit.nextHost(suspects.last(table.hosts(unit.first())))
                    .ifPresent(host ->
                            byHost.computeIfAbsent(host, h -> new ArrayList<>()).add(unit));
        }
        return byHost;
    }

    private Map<String, List<OpenUnit>> hedge(List<OpenUnit> slow, RoutingTable table) {
        Map<String, List<OpenUnit>> next = plan(slow, table);
        if (next.isEmpty()) {
            return next;
        }
        if (!budget.spend()) {
            refusedHedges.increment();
            return Map.of();
        }
        hedges.increment();
        return next;
    }

    private Round.Asker asker() {
        return new Round.Asker() {
            @Override
            public HostAnswer ask(String host, List<OpenUnit> units, long until) {
                return IqClient.this.ask(host, units, until);
            }

            @Override
            public void silent(String host) {
                suspects.failed(host);
            }

            @Override
            public void outrun(String host) {
                suspects.outrun(host);
            }
        };
    }

    private HostAnswer ask(String host, List<OpenUnit> units, long until) {
        List<Lookup<?>> lookups = new ArrayList<>();
        units.forEach(unit -> lookups.addAll(unit.lookups()));
        IqRequest.Builder request = IqRequest.newBuilder()
                .setAsOfMs(asOf.highestMs())
                .setTimeLimitMs((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left(until))));
        lookups.forEach(lookup -> request.addReads(lookup.message()));
        try {
            var response = transport.read(host, request.build(), until);
            suspects.answered(host);
            return HostAnswer.of(lookups, response);
        } catch (IqBusyException e) {
            return HostAnswer.NONE;
        } catch (IqException e) {
            if (!Thread.currentThread().isInterrupted()) { // else nobody waits for it any more
                suspects.failed(host);
            }
            return HostAnswer.NONE;
        }
    }

    /// Time that a host has for its answer.
    private Duration limit(long deadline) {
        return Duration.ofNanos(
                Math.max(1, Math.min(left(deadline), config.attemptTimeout().toNanos())));
    }

    private static long left(long deadline) {
        return deadline - System.nanoTime();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
