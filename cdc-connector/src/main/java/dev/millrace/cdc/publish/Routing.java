package dev.millrace.cdc.publish;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.contract.topic.Topics;
import java.util.List;
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
    private static final List<Integer> EVERYWHERE =
            IntStream.range(0, Topics.PARTITIONS).boxed().toList();
    /// Partition → a list of it alone, the answer for nearly every change.
    private static final List<List<Integer>> ONE =
            EVERYWHERE.stream().map(List::of).toList();

    private @Nullable SourceRecord deleted;
    private List<Integer> deletedFrom = List.of();

    /// Partitions in ascending order, at least one.
    public List<Integer> of(Change change) {
        return switch (change) {
            case Change.Row row -> {
                List<Integer> partitions = rowPartitions(row);
                deleted = row.op().equals("d") ? row.record() : null;
                deletedFrom = partitions;
                yield partitions;
            }
            case Change.Tombstone tombstone -> {
                boolean known = RowKeys.isTombstoneOf(tombstone.record(), deleted);
                yield known ? deletedFrom : EVERYWHERE;
            }
        };
    }

    private static List<Integer> rowPartitions(Change.Row row) {
        Struct after = row.after().orElse(null);
        Struct before = after == null || row.op().equals("u") ? row.before().orElse(null) : null;
        if (after == null) {
            return before == null ? List.of() : ONE.get(partition(row, before));
        }
        int now = partition(row, after);
        int then = before == null ? now : partition(row, before);
        return now == then ? ONE.get(now) : List.of(Math.min(now, then), Math.max(now, then));
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
