package dev.millrace.cdc.drift;

import dev.millrace.contract.capture.SourceColumn;
import dev.millrace.contract.capture.SourceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/// The columns of a table at one time. Names are compared without regard to case, as MySQL does.
///
/// @param types column → MySQL type; empty text when nobody told
/// @param key columns of the primary key; empty when the table has none
public record TableShape(Map<String, String> types, List<String> key) {
    /// Where Debezium keeps a column's type (`column.propagate.source.type`).
    private static final String TYPE = "__debezium.source.column.type";

    public TableShape {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(types);
        types = byName;
        key = List.copyOf(key);
    }

    /// The shape that a change event shows: captured columns only.
    static TableShape of(Schema row, @Nullable Schema key) {
        Map<String, String> types = new TreeMap<>();
        for (Field field : row.fields()) {
            Map<String, String> parameters = field.schema().parameters();
            types.put(field.name(), parameters == null ? "" : parameters.getOrDefault(TYPE, ""));
        }
        return new TableShape(
                types,
                key == null ? List.of() : key.fields().stream().map(Field::name).toList());
    }

    /// Where the shape does not keep the contract of `table`.
    public List<Violation> violations(SourceTable table) {
        List<Violation> violations = new ArrayList<>();
        for (SourceColumn column : table.contract()) {
            violation(table, column).ifPresent(violations::add);
        }
        List<String> wanted = table.keyColumns();
        if (types.keySet().containsAll(wanted) && !isKey(wanted)) {
            String found = key.isEmpty() ? "none" : "(" + String.join(", ", key) + ")";
            violations.add(new Violation(table, String.join(", ", wanted), Violation.Kind.KEY, found));
        }
        return List.copyOf(violations);
    }

    /// Whatever their order: that tells rows apart as well.
    private boolean isKey(List<String> wanted) {
        Set<String> found = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        found.addAll(key);
        return key.size() == wanted.size() && found.containsAll(wanted);
    }

    private Optional<Violation> violation(SourceTable table, SourceColumn column) {
        String type = types.get(column.name());
        if (type == null) {
            return Optional.of(new Violation(table, column.name(), Violation.Kind.MISSING, "nothing"));
        }
        if (type.isEmpty() || column.kind().accepts(type)) {
            return Optional.empty();
        }
        String found = type.toUpperCase(Locale.ROOT) + " instead of "
                + column.kind().name().toLowerCase(Locale.ROOT);
        return Optional.of(new Violation(table, column.name(), Violation.Kind.TYPE, found));
    }
}
