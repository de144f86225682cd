package dev.millrace.cdc.publish;

import dev.millrace.contract.capture.SourceTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes the deletes that a snapshot implies: of rows that the raw topics hold as alive and the snapshot did not
/// read. A new snapshot after a lost binlog implies them, and so does one that starts again after an interruption.
///
/// A [SnapshotMark] is stored with the first rows of the snapshot and ended when the last delete is committed. A crash
/// before the snapshot has ended starts it again and so moves the mark; a crash after it finds the mark and goes on.
/// Nothing from the binlog is published in between (docs/decisions/0012).
///
/// One thread.
public final class ImpliedDeletes {
    private static final Logger log = LoggerFactory.getLogger(ImpliedDeletes.class);

    private final String engine;
    private final VanishedRows vanished;
    private final int atOnce;
    private final Clock clock;
    private Optional<SnapshotMark> mark = Optional.empty();

    /// @param kafka client settings of the site
    /// @param changes of the database
    /// @param inDatabase asks which captured tables a snapshot that begins now reads as a whole
    /// @param atOnce rows in one transaction at most
    public ImpliedDeletes(
            Map<String, String> kafka,
            String engine,
            Changes changes,
            Supplier<Set<SourceTable>> inDatabase,
            int atOnce,
            Clock clock) {
        this.engine = engine;
        this.vanished = new VanishedRows(kafka, engine, changes.tables(), inDatabase);
        this.atOnce = atOnce;
        this.clock = clock;
    }

    /// Takes up what an earlier run has left to do.
    void resume(Optional<SnapshotMark> stored) {
        mark = stored;
    }

    /// A snapshot begins: nothing of it is published yet. What is left of an earlier one is covered by it.
    ///
    /// @return what to store in the transaction of its first rows
    Optional<ProducerRecord<byte[], byte[]>> begin(Change.Row first) {
        boolean replaces = mark.isPresent();
        SnapshotMark fresh = vanished.mark(first.file(), first.offset(), first.commitTimeUs());
        mark = Optional.of(fresh).filter(found -> !found.isVoid());
        if (mark.isEmpty()) {
            return replaces ? Optional.of(SnapshotMark.ended(engine)) : Optional.empty();
        }
        return Optional.of(fresh.stored(engine));
    }

    /// Whether the end of a snapshot has work to do.
    boolean isPending() {
        return mark.isPresent();
    }

    /// The snapshot has ended: publishes the deletes. Nothing that came later may be published before.
    ///
    /// @param afterCommit hears how many changes each transaction held
    void finish(TransactionalProducer producer, SinkObserver observer, IntConsumer afterCommit)
            throws InterruptedException {
        SnapshotMark ended = mark.orElseThrow();
        log.atInfo().addKeyValue("engine", engine).log("looking for rows that vanished before the snapshot");
        observer.lookingForVanished(true);
        try {
            Chunks chunks = new Chunks(producer, observer, afterCommit, ended);
            vanished.find(ended, chunks);
            chunks.flush();
            producer.inTransaction(send -> send.accept(SnapshotMark.ended(engine)));
            mark = Optional.empty();
            log.atInfo()
                    .addKeyValue("engine", engine)
                    .addKeyValue("deletes", chunks.counts)
                    .log("deletes that the snapshot implies are published");
        } finally {
            observer.lookingForVanished(false);
        }
    }

    private final class Chunks implements VanishedRows.Finder {
        private final TransactionalProducer producer;
        private final SinkObserver observer;
        private final IntConsumer afterCommit;
        private final SnapshotMark ended;
        private final List<Found> found = new ArrayList<>();
        private final Map<SourceTable, Long> counts = new EnumMap<>(SourceTable.class);

        private record Found(LastImage image, boolean renamed) {}

        private Chunks(
                TransactionalProducer producer, SinkObserver observer, IntConsumer afterCommit, SnapshotMark ended) {
            this.producer = producer;
            this.observer = observer;
            this.afterCommit = afterCommit;
            this.ended = ended;
        }

        @Override
        public void found(LastImage image, boolean renamed) throws InterruptedException {
            found.add(new Found(image, renamed));
            if (found.size() >= atOnce) {
                flush();
            }
        }

        private void flush() throws InterruptedException {
            if (found.isEmpty()) {
                return;
            }
            producer.inTransaction(send -> found.forEach(row -> send(row, send)));
            observer.committed();
            for (Found row : found) {
                counts.merge(row.image().table(), 1L, Long::sum);
                observer.impliedDelete(row.image().table());
            }
            int published = found.size();
            found.clear();
            afterCommit.accept(published);
        }

        /// A renamed row lives: its old name is only cleared away.
        private void send(Found row, Consumer<ProducerRecord<byte[], byte[]>> send) {
            long now = clock.millis();
            if (!row.renamed()) {
                send.accept(row.image().delete(ended, now));
            }
            send.accept(row.image().tombstone(now));
        }
    }
}
