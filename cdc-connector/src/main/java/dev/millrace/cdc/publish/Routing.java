package dev.millrace.cdc.publish;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.contract.topic.Topics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// The partitions of a change: that of its route (an order goes where its item lives), so that one consumer sees
/// everything about an item. A row whose route changes goes to the old and to the new partition. A tombstone goes where
/// its delete went.
///
/// One thread.
public final class Routing {
    private static final Set<Integer> EVERYWHERE =
            Set.copyOf(IntStream.range(0, Topics.PARTITIONS).boxed().toList());

    private @Nullable SourceRecord deleted;
    private Set<Integer> deletedFrom = Set.of();

    /// Partitions in ascending order, at least one.
    public List<Integer> of(Change change) {
        return switch (change) {
            case Change.Row row -> {
                Set<Integer> partitions = rowPartitions(row);
                deleted = row.op().equals("d") ? row.record() : null;
                deletedFrom = partitions;
                yield List.copyOf(partitions);
            }
            case Change.Tombstone tombstone -> {
                boolean known = RowKeys.isTombstoneOf(tombstone.record(), deleted);
                yield (known ? deletedFrom : EVERYWHERE).stream().sorted().toList();
            }
        };
    }

    private static Set<Integer> rowPartitions(Change.Row row) {
        Set<Integer> partitions = new TreeSet<>();
        Optional<Struct> after = row.after();
        after.ifPresent(image -> partitions.add(partition(row, image)));
        if (after.isEmpty() || row.op().equals("u")) {
            row.before().ifPresent(image -> partitions.add(partition(row, image)));
        }
        return partitions;
    }

    private static int partition(Change.Row row, Struct image) {
        SourceTable table = row.table();
        Long route = Change.number(image, table.routeColumn());
        return route == null ? Partitions.of(keyText(row)) : Partitions.of(table.routeKey(route));
    }

    private static String keyText(Change.Row row) {
        if (!(row.record().key() instanceof Struct key)) {
            return "";
        }
        Field first = key.schema().fields().getFirst();
        return String.valueOf(key.get(first));
    }
}
