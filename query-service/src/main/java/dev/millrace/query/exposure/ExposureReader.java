package dev.millrace.query.exposure;

import dev.millrace.contract.id.RequestId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds what was served under a request id in `request.exposure.v1`.
///
/// Each search has a consumer and a platform thread of its own, for a consumer waits in native code. Two go on at once;
/// a third one is not begun. `millrace.exposure.searches` counts them by outcome: `found`, `missing`, `away`, `busy`.
/// **Threads:** any number may ask; each waits as long as configured, and a moment.
public final class ExposureReader {
    private static final Logger log = LoggerFactory.getLogger(ExposureReader.class);
    private static final List<String> SEARCHES = List.of("exposure-search-1", "exposure-search-2");
    private static final int BLOCK = 5_000;
    private static final Duration CLOSE = Duration.ofMillis(200);

    /// What a search takes beyond its time: to make a consumer, to close it.
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final BlockingQueue<String> free = new ArrayBlockingQueue<>(SEARCHES.size(), false, SEARCHES);
    private final Function<String, Consumer<String, byte[]>> consumers;
    private final int maxRecords;
    private final Duration timeout;
    private final MeterRegistry registry;

    /// @param consumers makes one without a group that has no offset reset policy, by the name of the search
    /// @param maxRecords that one search looks at
    /// @param timeout of one search
    public ExposureReader(
            Function<String, Consumer<String, byte[]>> consumers,
            int maxRecords,
            Duration timeout,
            MeterRegistry registry) {
        this.consumers = consumers;
        this.maxRecords = maxRecords;
        this.timeout = timeout;
        this.registry = registry;
    }

    /// Looks for the list that was served under `id`; of several, [ExposureSearch] says which.
    public Finding find(RequestId id) {
        String search = free.poll();
        if (search == null) {
            count("busy");
            return new Finding.Away("%d searches for served lists go on already".formatted(SEARCHES.size()));
        }
        Finding finding = await(CompletableFuture.supplyAsync(
                () -> search(id, search),
                task -> Thread.ofPlatform().daemon().name(search).start(task)));
        count(outcome(finding));
        return finding;
    }

    private Finding search(RequestId id, String name) {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        try {
            Consumer<String, byte[]> consumer = consumers.apply(name);
            try {
                return new ExposureSearch(consumer, id, BLOCK, deadlineNanos).run(maxRecords);
            } finally {
                consumer.close(CloseOptions.timeout(CLOSE));
            }
        } catch (KafkaException e) {
            log.atWarn().addKeyValue("error", e.toString()).log("exposures cannot be searched");
            return new Finding.Away("served lists cannot be looked through now: " + e.getMessage());
        } finally {
            free.add(name);
        }
    }

    private Finding await(CompletableFuture<Finding> search) {
        try {
            return search.get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Finding.Away("served lists cannot be looked through now: no answer within " + timeout);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finding.Away("the search was interrupted");
        }
    }

    private static String outcome(Finding finding) {
        return switch (finding) {
            case Finding.Found _ -> "found";
            case Finding.Missing _ -> "missing";
            case Finding.Away _ -> "away";
        };
    }

    private void count(String outcome) {
        registry.counter("millrace.exposure.searches", "outcome", outcome).increment();
    }
}
