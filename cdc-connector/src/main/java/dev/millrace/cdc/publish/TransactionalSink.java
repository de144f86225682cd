package dev.millrace.cdc.publish;

import dev.millrace.cdc.CdcException;
import dev.millrace.contract.capture.CapturedSource;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.source.SourceRecord;

/// Writes each batch of changes, and the source offset they stand for, in one Kafka transaction.
///
/// - *No loss, no repeat on kill -9*: the offset is in the same transaction; incomplete ends of a batch wait
/// ([TrailingGroups]).
/// - *Heartbeats come after*: a heartbeat row is told in a transaction that begins when the one with all
/// records before it is committed. The broker lets it begin only when the earlier commit is readable
/// everywhere, so whoever reads the heartbeat can read every earlier change.
/// - *Deletes that a snapshot implies* come between its last row and the first change from the binlog
/// ([ImpliedDeletes]).
/// - Any failure aborts and stops the engine; the process exits and its supervisor starts it again.
///
/// Debezium calls it on one thread; [#quiesce] and [#close] come from others.
public final class TransactionalSink
        implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>>, AutoCloseable {
    private final String engine;
    private final String source;
    private final Changes changes;
    private final SiteFilter sites;
    private final RawRecords rawRecords;
    private final SinkObserver observer;
    private final SinkOptions options;
    private final Clock clock;
    private final TrailingGroups groups;
    private final ImpliedDeletes impliedDeletes;
    private final TransactionalProducer producer;
    private final OffsetLedger ledger = new OffsetLedger();
    private final ReentrantLock batchInHand = new ReentrantLock();
    private final RereadGuard rereadGuard = new RereadGuard();
    private Optional<SnapshotParts> parts = Optional.empty();

    /// Opens the producer, which fences an earlier connector, and reads the stored offset.
    ///
    /// @param kafka client settings of the site
    /// @param engine name of the engine, also the transactional id
    /// @param sites the Matomo sites that are published; empty means all
    public TransactionalSink(
            Map<String, String> kafka,
            String engine,
            CapturedSource source,
            Set<Integer> sites,
            Changes changes,
            RawRecords rawRecords,
            ImpliedDeletes impliedDeletes,
            SinkObserver observer,
            SinkOptions options,
            Clock clock) {
        this.engine = engine;
        this.source = source.name();
        this.changes = changes;
        this.sites = new SiteFilter(sites);
        this.rawRecords = rawRecords;
        this.impliedDeletes = impliedDeletes;
        this.observer = observer;
        this.options = options;
        this.clock = clock;
        this.groups = new TrailingGroups(options.holdBack());
        LeftOpen leftOpen = LeftOpen.look(kafka, engine);
        this.producer = new TransactionalProducer(kafka, engine);
        try {
            leftOpen.end(source);
            OffsetTopic.Stored stored = OffsetTopic.read(kafka, engine);
            ledger.restore(stored.offsets());
            impliedDeletes.resume(stored.mark());
        } catch (RuntimeException e) {
            producer.close();
            throw e;
        }
        OffsetLedger.register(engine, ledger);
    }

    /// Where the engine goes on; empty when it begins with a snapshot.
    public Optional<StoredOffset> resumesAt() {
        return ledger.place().filter(place -> !place.inSnapshot());
    }

    /// @param ask told of a reading of tables that was cut off, before the engine starts; it starts when that
    ///     returns
    public void onInterruptedReading(Consumer<InterruptedReading> ask) {
        ledger.onInterruptedReading(ask);
    }

    /// Lets the engine begin with a snapshot. Before it starts.
    public void beginAnew() {
        ledger.forget();
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> batch,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        batchInHand.lockInterruptibly();
        observer.sending(true);
        try {
            List<RecordChangeEvent<SourceRecord>> complete = groups.admit(batch);
            if (!complete.isEmpty()) {
                for (SnapshotParts.Part part : parts().of(complete)) {
                    publish(part, committer);
                }
            }
        } catch (RuntimeException | Error e) {
            observer.failed();
            throw e;
        } finally {
            observer.sending(false);
            batchInHand.unlock();
        }
    }

    /// The engine has its offset when the first batch comes.
    private SnapshotParts parts() {
        SnapshotParts known =
                parts.orElseGet(() -> new SnapshotParts(changes, resumesAt().isEmpty()));
        parts = Optional.of(known);
        return known;
    }

    private void publish(
            SnapshotParts.Part part, DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        Optional<ProducerRecord<byte[], byte[]>> mark = part.beginsAt().flatMap(impliedDeletes::begin);
        if (part.isStream() && impliedDeletes.isPending()) {
            impliedDeletes.finish(producer, observer, options.afterCommit());
        }
        Batch told = Batch.of(part.records(), changes, sites);
        told.rows().forEach(rereadGuard::check);
        publish(told, mark, part.records().getLast(), committer);
        observer.reading(TablesInReading.of(part.records()));
        options.afterCommit().accept(told.changes().size());
    }

    private void publish(
            Batch batch,
            Optional<ProducerRecord<byte[], byte[]>> mark,
            RecordChangeEvent<SourceRecord> last,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        boolean beatFits = batch.beatUs().isPresent() && !batch.changesBeforeBeat();
        try {
            producer.inTransaction(send -> {
                ledger.begin(send);
                mark.ifPresent(send);
                for (Change change : batch.changes()) {
                    rawRecords.of(change).forEach(send);
                }
                batch.purges().forEach(purge -> rawRecords.noteOf(purge).ifPresent(send));
                if (beatFits) {
                    HeartbeatRecords.of(source, batch.beatUs().getAsLong(), clock.millis())
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
                        HeartbeatRecords.of(source, beatUs, clock.millis()).forEach(send));
                observer.committed();
            }
            observer.beat(beatUs);
        }
    }

    private void report(Batch batch) {
        observer.committed();
        batch.purges().forEach(observer::purged);
        batch.otherSites().forEach(observer::otherSite);
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
