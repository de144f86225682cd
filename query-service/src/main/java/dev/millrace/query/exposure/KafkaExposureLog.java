package dev.millrace.query.exposure;

import dev.millrace.contract.proto.RequestExposure;
import dev.millrace.contract.topic.Topics;
import dev.millrace.query.exposure.ExposureCounts.Drop;
import dev.millrace.query.exposure.WaitingExposures.Entry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes exposures to `request.exposure.v1`, in the order in which they were offered.
///
/// One thread hands them to the producer and waits where that waits: for metadata, for the broker, for room in its
/// buffer. So a request never does, even before the first metadata have come. Whatever is offered while
/// `exposure.max-waiting-bytes` are not acknowledged is dropped and counted. A producer that has failed for good is
/// replaced by a new one. The first is made for the first exposure.
public final class KafkaExposureLog implements ExposureLog {
    private static final Logger log = LoggerFactory.getLogger(KafkaExposureLog.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(1);

    private final WaitingExposures waiting;
    private final ExposureCounts counts;
    private final Supplier<Producer<String, byte[]>> producers;
    private final Duration closeTimeout;
    private final Thread thread = Thread.ofPlatform().name("exposures").unstarted(this::run);
    private @Nullable Entry next;
    private volatile boolean closed;
    private volatile boolean flushing;
    private volatile long deadlineNanos;

    /// @param maxWaitingBytes records that are not acknowledged take at most
    /// @param closeTimeout how long [#close] waits for them
    /// @param producers as [ExposureProducers] makes them
    public KafkaExposureLog(
            long maxWaitingBytes,
            Duration closeTimeout,
            Supplier<Producer<String, byte[]>> producers,
            MeterRegistry registry) {
        waiting = new WaitingExposures(Topics.EXPOSURES, maxWaitingBytes);
        counts = new ExposureCounts(registry, waiting);
        this.producers = producers;
        this.closeTimeout = closeTimeout;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public boolean offer(RequestExposure exposure) {
        if (closed) {
            counts.dropped(Drop.CLOSED);
            return false;
        }
        boolean taken = waiting.add(exposure.getRequestId(), exposure);
        if (!taken) {
            counts.dropped(Drop.FULL);
        }
        return taken;
    }

    private void run() {
        try {
            next = waiting.take();
            while (!finished()) {
                write();
            }
        } catch (InterruptedException e) {
            log.debug("interrupted: the time to close is over");
        }
        dropRest();
    }

    private boolean finished() {
        return closed && (next == Entry.End.END || leftNanos() == 0);
    }

    private long leftNanos() {
        return Math.max(0, deadlineNanos - System.nanoTime());
    }

    /// Until the end, or until the producer is of no use any more.
    private void write() throws InterruptedException {
        Producer<String, byte[]> producer = null;
        try {
            producer = producers.get();
            for (Entry entry = next; entry instanceof Entry.Waiting(var record, int bytes); entry = advance()) {
                producer.send(record, (_, error) -> done(bytes, error));
            }
        } catch (RuntimeException e) {
            pauseAfter(e);
        } finally {
            if (producer != null) {
                flush(producer);
            }
        }
    }

    private Entry advance() throws InterruptedException {
        next = null; // it has been handed over: an interrupted wait must not count it again
        Entry entry = waiting.take();
        next = entry;
        return entry;
    }

    private void done(int bytes, @Nullable Exception error) {
        waiting.free(bytes);
        if (error == null) {
            counts.sent();
        } else {
            counts.dropped(closed ? Drop.CLOSED : Drop.REFUSED);
            log.atDebug().setCause(error).log("exposure was not written");
        }
    }

    private void pauseAfter(RuntimeException failure) {
        if (!Thread.currentThread().isInterrupted()) {
            log.atWarn().addKeyValue("error", failure.toString()).log("exposures cannot be written, they wait");
            LockSupport.parkNanos(RETRY.toNanos());
        }
    }

    /// Ends a producer: what it has still got is written if we are to stop, within the time that is left, else lost.
    private void flush(Producer<String, byte[]> producer) {
        flushing = true;
        boolean interrupted = Thread.interrupted(); // it would not end in order
        try {
            producer.close(Duration.ofNanos(closed && !interrupted ? leftNanos() : 0));
        } catch (KafkaException e) {
            log.atWarn().addKeyValue("error", e.toString()).log("the producer of exposures did not close in order");
        } finally {
            flushing = false;
        }
    }

    private void dropRest() {
        Entry rest = next == null ? waiting.poll() : next;
        for (next = null; rest != null; rest = waiting.poll()) {
            if (rest instanceof Entry.Waiting left) {
                waiting.free(left.bytes());
                counts.dropped(Drop.CLOSED);
            }
        }
    }

    @Override
    public void close() {
        deadlineNanos = System.nanoTime() + closeTimeout.toNanos();
        closed = true;
        waiting.end();
        if (thread.getState() == Thread.State.NEW) {
            dropRest();
            return;
        }
        try {
            if (!thread.join(closeTimeout) && !flushing) {
                thread.interrupt();
            }
            thread.join(LAST_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
