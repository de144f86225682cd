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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the transactions that an instance left open when it died. Whoever takes its partitions over reads
/// no further than they begin, and the broker itself ends them only after their time-out and at its next
/// look, 10 s each by default.
///
/// For some seconds after an instance has disappeared from the group, and after the start of this one,
/// transactions that are open for longer than a session lasts and whose process is no member of the group
/// are fenced (KIP-360). What a member does is never touched, however slow it is.
final class AbandonedTransactions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AbandonedTransactions.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration WATCH = Duration.ofSeconds(15);

    private final Admin admin;
    private final String applicationId;
    private final Pattern process;
    private final Pattern ours;
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
        this.applicationId = applicationId;
        this.process =
                Pattern.compile(Pattern.quote(applicationId) + "-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-");
        this.ours = Pattern.compile(process.pattern() + "\\d+");
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
        List<String> open = get(admin.listTransactions(new ListTransactionsOptions()
                                .filterStates(Set.of(TransactionState.ONGOING))
                                .filterOnDuration(session.toMillis()))
                        .all())
                .stream()
                .map(TransactionListing::transactionalId)
                .filter(id -> ours.matcher(id).matches())
                .toList();
        if (open.isEmpty()) {
            return;
        }
        Set<String> living = livingProcesses();
        List<String> abandoned =
                open.stream().filter(id -> !living.contains(process(id))).toList();
        if (!abandoned.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("transactionalIds", abandoned)
                    .log("an instance is gone and left transactions open: ending them");
            get(admin.fenceProducers(abandoned).all());
        }
    }

    /// The processes that are members of the group now; their client ids begin as their transactional ids do.
    private Set<String> livingProcesses() throws ExecutionException, InterruptedException, TimeoutException {
        ConsumerGroupDescription group =
                get(admin.describeConsumerGroups(List.of(applicationId)).all()).get(applicationId);
        if (group == null) {
            return Set.of();
        }
        return group.members().stream()
                .map(MemberDescription::clientId)
                .map(this::process)
                .collect(Collectors.toSet());
    }

    private String process(String id) {
        Matcher matcher = process.matcher(id);
        return matcher.lookingAt() ? matcher.group(1) : "";
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        admin.close(Duration.ofSeconds(1));
    }
}
