package dev.millrace.stack.cdc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cdc.capture.EveryColumn.Raw;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The rows that a consumer of raw records has in the end, table by table, when it believes every image: an image that
/// a record takes away must have been there, in the same form.
final class CapturedRows {
    private final Map<String, List<String>> rows = new TreeMap<>();
    private final List<String> surprises = new ArrayList<>();

    /// @param types column types of each `database.table`
    CapturedRows(List<Raw> records, Map<String, Map<String, String>> types) {
        for (Raw raw : records) {
            if (raw.value() != null) {
                JsonNode change = RowImages.json(raw.value());
                if (change.has("op")) {
                    add(change, types);
                }
            }
        }
    }

    private void add(JsonNode change, Map<String, Map<String, String>> types) {
        JsonNode source = change.get("source");
        String table = source.get("db").textValue() + "." + source.get("table").textValue();
        Map<String, String> columns = types.get(table);
        if (columns == null) {
            return;
        }
        List<String> present = rows.computeIfAbsent(table, name -> new ArrayList<>());
        if (change.get("before").isObject()) {
            String before = ExpectedRow.canonical(change.get("before"), columns);
            if (!present.remove(before)) {
                surprises.add(table + ": took away what was not there: " + before + "; there is " + present);
            }
        }
        if (change.get("after").isObject()) {
            present.add(ExpectedRow.canonical(change.get("after"), columns));
        }
    }

    List<String> of(String table) {
        return rows.getOrDefault(table, List.of()).stream().sorted().toList();
    }

    int count() {
        return rows.values().stream().mapToInt(List::size).sum();
    }

    /// Images that were taken away without having been there.
    List<String> surprises() {
        return surprises;
    }
}
