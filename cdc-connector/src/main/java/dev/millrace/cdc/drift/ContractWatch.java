package dev.millrace.cdc.drift;

import dev.millrace.cdc.publish.Change;
import dev.millrace.contract.capture.SourceColumn;
import dev.millrace.contract.capture.SourceTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the shape of published rows: says in words when a table begins or ceases to break the contract, and counts
/// the rows that went out while it did.
///
/// A row costs one comparison of references as long as its table keeps the contract. [#look] and [#saw] come from one
/// thread at a time, [#current] from any.
public final class ContractWatch {
    private static final Logger log = LoggerFactory.getLogger(ContractWatch.class);

    private final String database;
    private final Consumer<Violation> counter;
    private final Map<SourceTable, Seen> seen = new EnumMap<>(SourceTable.class);
    private final Map<SourceTable, List<Violation>> current = new ConcurrentHashMap<>();

    /// What is known of a table since its structure changed last.
    ///
    /// @param row structure of its rows
    /// @param violations that all its rows share
    /// @param nullable required columns that may be null
    private record Seen(Schema row, @Nullable Schema key, List<Violation> violations, List<Field> nullable) {
        static Seen of(SourceTable table, Schema row, @Nullable Schema key) {
            List<Field> nullable = new ArrayList<>();
            for (SourceColumn column : table.contract()) {
                Field field = row.field(column.name());
                if (column.required() && field != null && field.schema().isOptional()) {
                    nullable.add(field);
                }
            }
            return new Seen(row, key, TableShape.of(row, key).violations(table), List.copyOf(nullable));
        }
    }

    /// @param database its name in the log
    /// @param counter hears of every row that breaks the contract, once for each column
    public ContractWatch(String database, Consumer<Violation> counter) {
        this.database = database;
        this.counter = counter;
    }

    /// What holds now, table by table.
    public List<Violation> current() {
        return current.values().stream().flatMap(List::stream).toList();
    }

    /// A table as the server describes it, before its first row is read.
    public void look(SourceTable table, TableShape shape) {
        tell(table, shape.violations(table));
    }

    /// A row went out.
    public void saw(Change.Row change) {
        Struct image = change.after().or(change::before).orElse(null);
        if (image == null) {
            return;
        }
        SourceTable table = change.table();
        Seen known = seen.get(table);
        if (known == null
                || known.row() != image.schema()
                || known.key() != change.record().keySchema()) {
            known = Seen.of(table, image.schema(), change.record().keySchema());
            seen.put(table, known);
            tell(table, known.violations());
        }
        known.violations().forEach(counter);
        for (Field field : known.nullable()) {
            if (image.getWithoutDefault(field.name()) == null) {
                counted(new Violation(table, field.name(), Violation.Kind.NULL, "null"));
            }
        }
    }

    private void counted(Violation violation) {
        List<Violation> before = current.getOrDefault(violation.table(), List.of());
        if (!before.contains(violation)) {
            List<Violation> now = new ArrayList<>(before);
            now.add(violation);
            tell(violation.table(), now);
        }
        counter.accept(violation);
    }

    private void tell(SourceTable table, List<Violation> now) {
        List<Violation> before = current.getOrDefault(table, List.of());
        now.stream()
                .filter(violation -> !before.contains(violation))
                .forEach(violation -> log.atWarn()
                        .addKeyValue("database", database)
                        .addKeyValue("violation", violation)
                        .log("a source table does not keep the contract"));
        before.stream()
                .filter(violation -> !now.contains(violation))
                .forEach(violation -> log.atInfo()
                        .addKeyValue("database", database)
                        .addKeyValue("column", violation.table().name() + "." + violation.column())
                        .log("a source table keeps the contract again"));
        current.put(table, List.copyOf(now));
    }
}
