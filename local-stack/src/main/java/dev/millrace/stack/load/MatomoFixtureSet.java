package dev.millrace.stack.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The log tables of Matomo's own test database, as they are: same rows, same ids.
final class MatomoFixtureSet {
    private static final String FILE = "matomo-omnifixture-log-tables.sql.gz";
    private static final String DUMP_PREFIX = "matomo_";

    /// Log tables and the first column of their keys, actions first so that views find their URLs.
    private static final Map<String, String> TABLES = tables();

    private MatomoFixtureSet() {}

    static LoadPlan plan(Path folder, int limit, String prefix) {
        Map<String, List<DumpReader.Insert>> inserts = read(folder);
        Map<String, Integer> skipped = new LinkedHashMap<>();
        int read = 0;
        for (var table : inserts.entrySet()) {
            int rows = table.getValue().stream()
                    .mapToInt(insert -> insert.rows().size())
                    .sum();
            read += rows;
            if (!TABLES.containsKey(table.getKey())) {
                skipped.put("settings of the test site (" + DUMP_PREFIX + table.getKey() + ")", rows);
            }
        }
        List<LoadStep> steps = new ArrayList<>();
        TABLES.forEach((table, idColumn) -> {
            List<DumpReader.Insert> found = inserts.getOrDefault(table, List.of());
            if (!found.isEmpty()) {
                List<List<@Nullable Object>> rows = found.stream()
                        .flatMap(insert -> insert.rows().stream())
                        .limit(limit)
                        .toList();
                List<String> columns = found.getFirst().columns();
                steps.add(new FixtureStep("matomo-" + table, prefix + table, idColumn, columns, rows));
            }
        });
        return new LoadPlan("matomo", read, steps, skipped, List.of());
    }

    private static Map<String, List<DumpReader.Insert>> read(Path folder) {
        Map<String, List<DumpReader.Insert>> inserts = new LinkedHashMap<>();
        try (var text = SourceFiles.open(folder, FILE)) {
            DumpReader dump = new DumpReader(text);
            for (var insert = dump.next(); insert != null; insert = dump.next()) {
                String table = insert.table().substring(DUMP_PREFIX.length());
                inserts.computeIfAbsent(table, name -> new ArrayList<>()).add(insert);
            }
        } catch (IOException e) {
            throw SourceFiles.unreadable(folder, FILE, e);
        }
        return inserts;
    }

    private static Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("log_action", "idaction");
        tables.put("log_visit", "idvisit");
        tables.put("log_link_visit_action", "idlink_va");
        tables.put("log_conversion", "idvisit");
        tables.put("log_conversion_item", "idvisit");
        return tables;
    }
}
