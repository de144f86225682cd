package dev.millrace.streams.runtime;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the transactions that an instance left open when it died. Whoever takes its partitions over reads no
/// further than they begin, and the broker itself ends them only after their time-out and at its next look, 10
/// s each by default.
///
/// For some seconds after an instance has disappeared from the group, every transaction of the application that
/// is open for longer than a session lasts is fenced (KIP-360): a living instance commits many times in that
/// time, and one that does not is treated as the group treats it.
final class AbandonedTransactions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AbandonedTransactions.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration WATCH = Duration.ofSeconds(15);

    private final Admin admin;
    private final String prefix;
    private final Duration session;
    private final Supplier<? extends Collection<String>> instances;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("abandoned-transactions").factory());
    private Set<String> known = Set.of();
    private long watchUntilNanos = System.nanoTime() + WATCH.toNanos(); // of an earlier life, on another disk

    /// @param session silence after which an instance counts as gone
    /// @param instances the instances of the group, as they are known now
    AbandonedTransactions(
            Admin admin, String applicationId, Duration session, Supplier<? extends Collection<String>> instances) {
        this.admin = admin;
        this.prefix = applicationId + "-";
        this.session = session;
        this.instances = instances;
    }

    void start() {
        var _ = timer.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Set<String> now = Set.copyOf(instances.get());
            Set<String> gone = new HashSet<>(known);
            gone.removeAll(now);
            known = now;
            if (!gone.isEmpty()) {
                watchUntilNanos = System.nanoTime() + WATCH.toNanos();
            }
            if (watchUntilNanos - System.nanoTime() > 0) {
                fence();
            }
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot look after transactions that an instance left open: the broker ends them in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fence() throws ExecutionException, InterruptedException, TimeoutException {
        List<String> open = admin
                .listTransactions(new ListTransactionsOptions()
                        .filterStates(Set.of(TransactionState.ONGOING))
                        .filterOnDuration(session.toMillis()))
                .all()
                .get(session.toMillis(), TimeUnit.MILLISECONDS)
                .stream()
                .map(TransactionListing::transactionalId)
                .filter(id -> id.startsWith(prefix))
                .toList();
        if (!open.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("transactionalIds", open)
                    .log("an instance is gone and left transactions open: ending them");
            admin.fenceProducers(open).all().get(session.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        admin.close(Duration.ofSeconds(1));
    }
}
