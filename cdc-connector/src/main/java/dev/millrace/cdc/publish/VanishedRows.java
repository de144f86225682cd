package dev.millrace.cdc.publish;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/// Finds the rows that raw topics hold as alive though a snapshot did not read them: they were deleted, or left their
/// partition, while nobody read the binlog.
///
/// A pure function of the topics and a [SnapshotMark], so it can be asked again after a crash: what was answered before
/// has its tombstone by then. Memory: the keys of one partition at a time ([KeyOffsets]), then those of vanished rows.
/// Rows of Matomo are not looked for, its deletes never retract. A purged row ([PurgeNotes]) has not vanished.
final class VanishedRows {
    private final Map<String, String> kafka;
    private final String engine;
    private final Map<String, SourceTable> tables;
    private final Supplier<Set<SourceTable>> inDatabase;

    /// @param kafka client settings of the site
    /// @param tables raw topic → table
    /// @param inDatabase asks which captured tables a snapshot that begins now reads as a whole. A table that the
    ///     database lacks is left alone, as DROP TABLE is, unless it may have been renamed
    VanishedRows(
            Map<String, String> kafka,
            String engine,
            Map<String, SourceTable> tables,
            Supplier<Set<SourceTable>> inDatabase) {
        this.kafka = Map.copyOf(kafka);
        this.engine = engine;
        this.tables = new HashMap<>(tables);
        this.tables.values().removeIf(table -> !table.isRetracted());
        this.inDatabase = inDatabase;
    }

    /// Marks the ends of the topics. Nothing of the snapshot may be published before.
    SnapshotMark mark(String file, long position, long timeUs) {
        Map<String, List<Long>> ends = new HashMap<>();
        if (!tables.isEmpty()) {
            Set<SourceTable> read = inDatabase.get();
            try (TopicScan scan = scan()) {
                tables.forEach((topic, table) -> {
                    if (read.contains(table)
                            || table.otherName().filter(read::contains).isPresent()) {
                        ends.put(topic, ends(scan, topic));
                    }
                });
            }
        }
        return new SnapshotMark(file, position, timeUs, ends);
    }

    private static List<Long> ends(TopicScan scan, String topic) {
        List<TopicPartition> partitions = IntStream.range(0, Topics.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        Map<TopicPartition, Long> ends = scan.ends(partitions);
        return partitions.stream()
                .map(partition -> ends.getOrDefault(partition, 0L))
                .toList();
    }

    /// Shows every row that has vanished, partition by partition.
    void find(SnapshotMark mark, Finder finder) throws InterruptedException {
        try (TopicScan scan = scan()) {
            List<Suspects> suspects = suspects(scan, mark);
            excusePurged(scan, suspects);
            excuseRenamed(scan, suspects, mark);
            for (Suspects some : suspects) {
                scan.read(some.partition(), 0, some.end(), record -> {
                    boolean newest = record.value() != null
                            && some.offsets().get(record.key()).orElse(-1) == record.offset();
                    if (newest) {
                        LastImage image = LastImage.of(some.table(), record);
                        if (image.isAliveHere() && !some.isPurged(image)) {
                            finder.found(image, some.renamed().get(record.key()).isPresent());
                        }
                    }
                });
            }
        }
    }

    /// Keys of one partition that have no record of the snapshot or later.
    ///
    /// @param end of the part that is older than the snapshot
    /// @param offsets key → its newest record
    /// @param purged key → time of its purge, microseconds since epoch
    /// @param renamed keys that live on under the table's other name
    private record Suspects(
            SourceTable table,
            TopicPartition partition,
            long end,
            KeyOffsets offsets,
            KeyOffsets purged,
            KeyOffsets renamed) {

        /// A row that came back after its purge is not excused by it.
        private boolean isPurged(LastImage image) {
            return purged.get(image.record().key()).orElse(-1) >= image.commitTimeUs();
        }
    }

    private List<Suspects> suspects(TopicScan scan, SnapshotMark mark) throws InterruptedException {
        List<Suspects> suspects = new ArrayList<>();
        for (var topic : mark.ends().entrySet()) {
            Optional<SourceTable> table = Optional.ofNullable(tables.get(topic.getKey()));
            for (int i = 0; i < topic.getValue().size() && table.isPresent(); i++) {
                var partition = new TopicPartition(topic.getKey(), i);
                long end = topic.getValue().get(i);
                KeyOffsets offsets = notReadSince(scan, partition, end);
                if (!offsets.isEmpty()) {
                    suspects.add(
                            new Suspects(table.get(), partition, end, offsets, new KeyOffsets(), new KeyOffsets()));
                }
            }
        }
        return suspects;
    }

    private static KeyOffsets notReadSince(TopicScan scan, TopicPartition partition, long end)
            throws InterruptedException {
        KeyOffsets offsets = new KeyOffsets();
        if (end > 0) {
            scan.read(partition, 0, end(scan, partition), record -> {
                if (record.offset() < end && record.value() != null) {
                    offsets.put(record.key(), record.offset());
                } else {
                    offsets.remove(record.key());
                }
            });
        }
        offsets.trim();
        return offsets;
    }

    private static long end(TopicScan scan, TopicPartition partition) {
        return scan.ends(List.of(partition)).getOrDefault(partition, 0L);
    }

    private static void excusePurged(TopicScan scan, List<Suspects> suspects) throws InterruptedException {
        if (suspects.isEmpty()) {
            return;
        }
        var notes = new TopicPartition(Topics.CDC_PURGED.name(), 0);
        scan.read(notes, 0, end(scan, notes), note -> {
            byte[] key = PurgeNotes.key(note);
            String topic = PurgeNotes.topic(note);
            for (Suspects some : suspects) {
                if (some.partition().topic().equals(topic)
                        && some.offsets().get(key).isPresent()) {
                    some.purged().put(key, PurgeNotes.commitTimeUs(note));
                }
            }
        });
    }

    /// A row that the snapshot has read under the table's other name is the same row.
    private void excuseRenamed(TopicScan scan, List<Suspects> suspects, SnapshotMark mark) throws InterruptedException {
        for (Suspects some : suspects) {
            Optional<String> twin = some.table().otherName().flatMap(this::topic);
            List<Long> ends = twin.map(mark.ends()::get).orElse(List.of());
            int number = some.partition().partition();
            if (twin.isPresent() && number < ends.size()) {
                var partition = new TopicPartition(twin.get(), number);
                scan.read(partition, ends.get(number), end(scan, partition), record -> {
                    if (record.value() == null) {
                        some.renamed().remove(record.key());
                    } else if (some.offsets().get(record.key()).isPresent()) {
                        some.renamed().put(record.key(), record.offset());
                    }
                });
            }
        }
    }

    private Optional<String> topic(SourceTable table) {
        return tables.entrySet().stream()
                .filter(topic -> topic.getValue() == table)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private TopicScan scan() {
        return new TopicScan(kafka, engine + "-read-back");
    }

    /// Takes what was found.
    @FunctionalInterface
    interface Finder {
        /// @param image its newest record
        /// @param renamed whether the row lives on under its table's other name and is not to be retracted
        void found(LastImage image, boolean renamed) throws InterruptedException;
    }
}
