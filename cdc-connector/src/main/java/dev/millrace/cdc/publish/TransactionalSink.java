package dev.millrace.cdc.publish;

import dev.millrace.cdc.CdcException;
import dev.millrace.contract.capture.SourceDatabase;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.source.SourceRecord;

/// Writes each batch of changes, and the source offset they stand for, in one Kafka transaction.
///
/// - *No loss, no repeat on kill -9*: the offset is in the same transaction; incomplete ends of a batch wait
/// ([TrailingGroups]).
/// - *Heartbeats come after*: a heartbeat row is told in a transaction that begins when the one with all records before
/// it is committed. The broker lets it begin only when the earlier commit is readable everywhere, so whoever reads the
/// heartbeat can read every earlier change.
/// - Any failure aborts and stops the engine; the process exits and its supervisor starts it again.
///
/// Debezium calls it on one thread; [#quiesce] and [#close] come from others.
public final class TransactionalSink
        implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>>, AutoCloseable {
    private final String engine;
    private final SourceDatabase database;
    private final Changes changes;
    private final RawRecords rawRecords;
    private final SinkObserver observer;
    private final SinkOptions options;
    private final Clock clock;
    private final TrailingGroups groups;
    private final TransactionalProducer producer;
    private final OffsetLedger ledger = new OffsetLedger();
    private final ReentrantLock batchInHand = new ReentrantLock();

    /// Opens the producer, which fences an earlier connector, and reads the stored offset.
    ///
    /// @param kafka client settings of the site
    /// @param engine name of the engine, also the transactional id
    public TransactionalSink(
            Map<String, String> kafka,
            String engine,
            SourceDatabase database,
            Changes changes,
            RawRecords rawRecords,
            SinkObserver observer,
            SinkOptions options,
            Clock clock) {
        this.engine = engine;
        this.database = database;
        this.changes = changes;
        this.rawRecords = rawRecords;
        this.observer = observer;
        this.options = options;
        this.clock = clock;
        this.groups = new TrailingGroups(options.holdBack());
        this.producer = new TransactionalProducer(kafka, engine);
        try {
            ledger.restore(OffsetTopic.read(kafka, engine));
        } catch (RuntimeException e) {
            producer.close();
            throw e;
        }
        OffsetLedger.register(engine, ledger);
    }

    /// Whether an earlier run has stored an offset.
    public boolean resumes() {
        return !ledger.isEmpty();
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> batch,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        batchInHand.lockInterruptibly();
        try {
            List<RecordChangeEvent<SourceRecord>> complete = groups.admit(batch);
            if (!complete.isEmpty()) {
                Batch told = Batch.of(complete, changes);
                publish(told, complete.getLast(), committer);
                observer.reading(TablesInReading.of(complete));
                options.afterCommit().accept(told.changes().size());
            }
        } catch (RuntimeException | Error e) {
            observer.failed();
            throw e;
        } finally {
            batchInHand.unlock();
        }
    }

    private void publish(
            Batch batch,
            RecordChangeEvent<SourceRecord> last,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        boolean beatFits = batch.beatUs().isPresent() && !batch.changesBeforeBeat();
        try {
            producer.inTransaction(send -> {
                ledger.begin(send);
                for (Change change : batch.changes()) {
                    rawRecords.of(change).forEach(send);
                }
                if (beatFits) {
                    HeartbeatRecords.of(database, batch.beatUs().getAsLong(), clock.millis())
                            .forEach(send);
                }
                committer.markProcessed(last);
                committer.markBatchFinished();
                if (!ledger.hasStaged()) {
                    throw new CdcException(engine + ": Debezium wrote no source offset for a batch; nothing was"
                            + " published, a restart reads it again");
                }
            });
            ledger.committed();
        } finally {
            ledger.aborted();
        }
        report(batch);
        if (batch.beatUs().isPresent()) {
            long beatUs = batch.beatUs().getAsLong();
            if (!beatFits) {
                producer.inTransaction(send ->
                        HeartbeatRecords.of(database, beatUs, clock.millis()).forEach(send));
                observer.committed();
            }
            observer.beat(beatUs);
        }
    }

    private void report(Batch batch) {
        observer.committed();
        batch.purges().forEach(observer::purged);
        for (Change change : batch.changes()) {
            if (change instanceof Change.Row row) {
                observer.published(row);
            }
        }
    }

    @Override
    public boolean supportsTombstoneEvents() {
        return true;
    }

    /// Waits until no batch is in hand and lets no further one begin, so that a stop interrupts no commit.
    public void quiesce(Duration patience) throws InterruptedException {
        var _ = batchInHand.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        OffsetLedger.unregister(engine, ledger);
        producer.close();
    }
}
