package dev.millrace.query.state;

import dev.millrace.query.config.IqConfig;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the routing table: refreshed at an interval, and at once by a reader that was sent to the wrong host.
///
/// One refresh runs at a time; a reader that comes while it runs waits for it and takes its result. When no host
/// answers the last table stays: standbys named in it may still be there.
public final class Routes implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Routes.class);
    private static final long MIN_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final IqTransport transport;
    private final IqConfig config;
    private final Suspects suspects = new Suspects();
    private final ReentrantLock refreshing = new ReentrantLock();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("iq-routes").factory());
    private volatile RoutingTable table = RoutingTable.EMPTY;
    private volatile long triedAtNanos = System.nanoTime() - MIN_GAP_NANOS;
    private volatile boolean answered;

    public Routes(IqTransport transport, IqConfig config) {
        this.transport = transport;
        this.config = config;
    }

    /// Starts the periodic refresh.
    public void start() {
        var _ = timer.scheduleWithFixedDelay(
                this::refreshInTurn, 0, config.refreshInterval().toMillis(), TimeUnit.MILLISECONDS);
    }

    /// A periodic task ends at its first exception, so none may leave it.
    private void refreshInTurn() {
        try {
            var _ = refresh(config.overallTimeout());
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("refresh of the routing table failed in an unforeseen way");
        }
    }

    RoutingTable table() {
        return table;
    }

    /// Whether every partition has an owner by the newest table.
    public boolean complete() {
        return table.complete();
    }

    /// Whether a host answered the last refresh.
    public boolean reachable() {
        return answered;
    }

    /// The table after a refresh that began after this call, or a few milliseconds before it.
    RoutingTable refresh(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            if (refreshing.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    if (System.nanoTime() - triedAtNanos > MIN_GAP_NANOS) {
                        ask(deadline);
                    }
                } finally {
                    refreshing.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return table;
    }

    private void ask(long deadline) {
        Set<String> hosts = new LinkedHashSet<>(table.allHosts());
        hosts.addAll(config.seeds());
        RoutingTable best = RoutingTable.EMPTY;
        boolean heard = false;
        for (String host : suspects.last(List.copyOf(hosts))) {
            long left = Math.min(
                    deadline - System.nanoTime(), config.attemptTimeout().toNanos());
            if (left <= 0 || best.complete()) {
                break;
            }
            try {
                RoutingTable found = RoutingTable.of(transport.routes(host, Duration.ofNanos(left)));
                suspects.answered(host);
                heard = true;
                best = found.owned() >= best.owned() ? found : best;
            } catch (IqException e) {
                suspects.failed(host);
                log.atDebug()
                        .addKeyValue("host", host)
                        .addKeyValue("error", e.getMessage())
                        .log("no routes");
            }
        }
        take(best, heard);
    }

    private void take(RoutingTable found, boolean heard) {
        if (heard) {
            table = found;
        }
        if (heard != answered) {
            log.atInfo()
                    .addKeyValue("reachable", heard)
                    .addKeyValue("ownedPartitions", table.owned())
                    .log("streams-app routing changed");
        }
        answered = heard;
        triedAtNanos = System.nanoTime();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
