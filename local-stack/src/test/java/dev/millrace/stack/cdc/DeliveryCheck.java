package dev.millrace.stack.cdc;

import dev.millrace.contract.topic.Topics;
import dev.millrace.stack.cdc.WrittenRows.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holds raw topics against what was written.
///
/// A snapshot tells by its own row of [KillShop#TICKER] as of which transaction it was read. From there on every record
/// is known: the rows of the last snapshot, deletes of rows that only an earlier, interrupted one had read, and then
/// every change after that transaction, once and in order. Between them come rows of each [TableReading].
final class DeliveryCheck {
    private static final int MOST_COMPLAINTS = 20;

    private final WrittenRows written;
    private final List<TableReading> readings;
    private final Map<Place, List<RawEvent>> got = new HashMap<>();
    private final Map<String, Long> runs = new LinkedHashMap<>();
    private final String lastRun;
    private final long snapshot;
    private final List<String> complaints = new ArrayList<>();
    private long lost;
    private long outOfOrder;
    private long duplicates;
    private long foreign;
    private long leftBehind;
    private long snapshotRepeats;
    private long impliedDeletes;
    private long tableRows;
    private long quietRows;

    private record Place(RowKey row, int partition) {}

    private record Item(RowOp op, State state, String run) {}

    /// @param readable all that consumers get that wait for commits, partition by partition in order
    DeliveryCheck(WrittenRows written, List<RawEvent> readable, List<TableReading> readings) {
        this.written = written;
        this.readings = List.copyOf(readings);
        for (RawEvent event : readable) {
            got.computeIfAbsent(new Place(event.row(), event.partition()), _ -> new ArrayList<>(2))
                    .add(event);
            if (event.isTicker() && event.op() == RowOp.READ && !event.isOfTableReading()) {
                runs.put(event.run(), event.state().version());
            }
        }
        lastRun = runs.keySet().stream().reduce((_, later) -> later).orElse("");
        snapshot = runs.getOrDefault(lastRun, 0L);
    }

    /// @param table row → its state in the database, now that all has arrived
    DeliveryCounts check(Map<RowKey, State> table) {
        Set<RowKey> rows = written.rows();
        got.keySet().forEach(place -> rows.add(place.row()));
        for (RowKey row : rows) {
            for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                check(new Place(row, partition));
            }
        }
        compare(table, rows);
        if (!readings.isEmpty() && quietRows == 0) {
            complain("every row was touched while a table was read, so nothing shows that none was left out");
        }
        return new DeliveryCounts(
                lost, outOfOrder, duplicates, foreign, leftBehind, snapshotRepeats, impliedDeletes, tableRows);
    }

    /// Examples of what was wrong.
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private void check(Place place) {
        List<RawEvent> all = got.getOrDefault(place, List.of());
        count(place, TableReadCheck.of(written, place.row(), place.partition(), all, readings));
        List<RawEvent> events =
                all.stream().filter(event -> !event.isOfTableReading()).toList();
        int stream = 0;
        while (stream < events.size() && !events.get(stream).isStreamed()) {
            stream++;
        }
        checkSnapshots(place, events.subList(0, stream));
        List<Item> expected = written.since(place.row(), snapshot, place.partition()).stream()
                .map(step -> new Item(step.op(), step.state(), ""))
                .toList();
        count(place, RowSequence.compare(expected, items(events.subList(stream, events.size()))));
    }

    /// A row of each snapshot that has read it, and then its delete if the last one did not find it.
    private void checkSnapshots(Place place, List<RawEvent> events) {
        List<Item> expected = new ArrayList<>();
        Optional<State> published = Optional.empty();
        for (String run : runs.keySet()) {
            boolean isRead = events.stream().anyMatch(event -> event.run().equals(run));
            Optional<State> state = asOf(place, runs.getOrDefault(run, 0L));
            if (isRead || run.equals(lastRun)) {
                state.ifPresent(known -> expected.add(new Item(RowOp.READ, known, run)));
            }
            if (isRead) {
                published = state;
            }
            snapshotRepeats += isRead && !run.equals(lastRun) ? 1 : 0;
        }
        if (published.isPresent() && asOf(place, snapshot).isEmpty()) {
            expected.add(new Item(RowOp.DELETE, published.get(), ""));
            expected.add(new Item(RowOp.TOMBSTONE, published.get(), ""));
            impliedDeletes++;
        }
        count(place, RowSequence.compare(expected, items(events)));
    }

    /// A tombstone is that of the delete before it.
    private static List<Item> items(List<RawEvent> events) {
        List<Item> items = new ArrayList<>();
        State before = RawEvent.NONE;
        for (RawEvent event : events) {
            boolean follows = event.op() == RowOp.TOMBSTONE
                    && !items.isEmpty()
                    && items.getLast().op() == RowOp.DELETE;
            items.add(new Item(event.op(), follows ? before : event.state(), event.run()));
            before = event.state();
        }
        return items;
    }

    private Optional<State> asOf(Place place, long transaction) {
        return written.asOf(place.row(), transaction).filter(state -> state.home() == place.partition());
    }

    private void count(Place place, RowSequence<Item> compared) {
        lost += count(place, "lost", compared.lost());
        outOfOrder += count(place, "out of order", compared.outOfOrder());
        duplicates += count(place, "again", compared.duplicates());
        foreign += count(place, "not of the shop", compared.foreign());
    }

    private void count(Place place, TableReadCheck compared) {
        tableRows += compared.read().size();
        quietRows += compared.needed();
        lost += count(place, "not read", compared.lost());
        outOfOrder += count(place, "read too late", compared.outOfOrder());
        foreign += count(place, "read, but not of the shop", compared.foreign());
    }

    private int count(Place place, String what, List<?> items) {
        if (!items.isEmpty()) {
            complain("%s in partition %d: %s %s".formatted(place.row(), place.partition(), what, items));
        }
        return items.size();
    }

    private void complain(String complaint) {
        if (complaints.size() < MOST_COMPLAINTS) {
            complaints.add(complaint);
        }
    }

    /// What a consumer ends up with, against the table itself.
    private void compare(Map<RowKey, State> table, Set<RowKey> rows) {
        for (RowKey row : rows) {
            Set<State> held = new HashSet<>();
            for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                RawEvent newest = newest(new Place(row, partition));
                if (newest != null && newest.op().leavesARow() && newest.state().home() == partition) {
                    held.add(newest.state());
                }
            }
            Set<State> real = table.containsKey(row) ? Set.of(table.get(row)) : Set.of();
            if (!held.equals(real)) {
                leftBehind++;
                complain("%s: topics end with %s, the table with %s".formatted(row, held, real));
            }
        }
    }

    private @Nullable RawEvent newest(Place place) {
        List<RawEvent> events = got.getOrDefault(place, List.of());
        return events.isEmpty() ? null : events.getLast();
    }
}
