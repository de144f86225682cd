package dev.millrace.cdc.publish;

import dev.millrace.cdc.CdcException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/// All or nothing: each call of [#inTransaction] becomes readable as a whole or not at all.
///
/// One thread, apart from [#close].
final class TransactionalProducer implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final String transactionalId;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> firstFailure = new AtomicReference<>();

    /// Takes over from every earlier producer of that id and ends what it left open.
    TransactionalProducer(Map<String, String> site, String transactionalId) {
        this.transactionalId = transactionalId;
        this.producer = new KafkaProducer<>(KafkaSettings.producer(site, transactionalId));
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            close();
            throw failure("cannot open transactions", e);
        }
    }

    /// Runs `work` in a transaction and commits it; `work` sends through its argument.
    ///
    /// @throws CdcException when the transaction failed. After a failed commit, only the offset that the
    /// next start reads tells whether it happened.
    void inTransaction(TransactionWork work) throws InterruptedException {
        firstFailure.set(null);
        boolean open = false;
        try {
            producer.beginTransaction();
            open = true;
            work.send(this::send);
            open = false; // a commit that fails may yet have happened: it must not be aborted
            producer.commitTransaction();
        } catch (KafkaException e) {
            Exception cause = Objects.requireNonNullElse(firstFailure.get(), e);
            abort(open, cause);
            throw failure("a transaction failed", cause);
        } catch (RuntimeException | Error | InterruptedException e) {
            abort(open, e);
            throw e;
        }
    }

    private void send(ProducerRecord<byte[], byte[]> message) {
        var _ = producer.send(message, (_, error) -> {
            if (error != null) {
                firstFailure.compareAndSet(null, error);
            }
        });
    }

    /// Fenced, or broken for good: then the broker ends the transaction at its timeout or at the next start.
    private void abort(boolean open, Throwable cause) {
        if (!open) {
            return;
        }
        try {
            producer.abortTransaction();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private CdcException failure(String what, Exception cause) {
        if (isFenced(cause)) {
            return new CdcException(
                    "the broker ended transaction " + transactionalId + ": another connector took over (run one for"
                            + " each set of databases), or the transaction outlived its timeout (broker or machine"
                            + " too slow); stored offsets are unchanged, a restart continues there",
                    cause);
        }
        return new CdcException(
                "%s on Kafka (%s): %s; a restart continues at the stored offset"
                        .formatted(what, transactionalId, cause.getMessage()),
                cause);
    }

    /// The last of the three is what a commit gets that meets the other one's first word.
    private static boolean isFenced(@Nullable Throwable cause) {
        return cause != null
                && (cause instanceof ProducerFencedException
                        || cause instanceof InvalidProducerEpochException
                        || cause instanceof InvalidTxnStateException
                        || isFenced(cause.getCause()));
    }

    @Override
    public void close() {
        producer.close(CLOSE_PATIENCE);
    }

    /// What happens inside a transaction.
    @FunctionalInterface
    interface TransactionWork {
        void send(Consumer<ProducerRecord<byte[], byte[]>> sender) throws InterruptedException;
    }
}
