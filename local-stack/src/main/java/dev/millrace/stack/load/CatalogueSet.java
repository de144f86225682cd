package dev.millrace.stack.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.stack.load.sql.Column;
import dev.millrace.stack.load.sql.IdRanges;
import dev.millrace.stack.load.sql.TableInsert;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Real catalogue entries in English and Chinese as rows of `dataset`.
///
/// An entry without dates of its own takes the date on which its source was listed. Nothing gives a price: it is 0.
final class CatalogueSet {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Column> COLUMNS = List.of(
            Column.of("id"),
            Column.of("dataset_name"),
            Column.of("description"),
            Column.of("tag"),
            Column.of("price"),
            Column.of("create_company_name"),
            Column.wallClock("create_time"),
            Column.wallClock("update_time"));

    private CatalogueSet() {}

    static LoadPlan plan(Path folder, int limit) {
        List<LoadStep> steps = new ArrayList<>();
        Map<String, Integer> skipped = new LinkedHashMap<>();
        int read = 0;
        for (String language : List.of("en", "zh")) {
            List<Entry> entries = new ArrayList<>();
            read += read(folder, language, limit, entries, skipped);
            steps.add(new InsertStep<>(
                    "catalogue-" + language,
                    Target.BUSINESS,
                    "dataset",
                    COLUMNS,
                    List.copyOf(entries),
                    Entry::values,
                    Entry::source,
                    Entry::id));
        }
        return new LoadPlan("catalogue", read, steps, skipped, List.of());
    }

    private static int read(
            Path folder, String language, int limit, List<Entry> entries, Map<String, Integer> skipped) {
        String file = "catalogue-%s.jsonl.gz".formatted(language);
        long base = "en".equals(language) ? IdRanges.CATALOGUE_EN : IdRanges.CATALOGUE_ZH;
        int number = 0;
        try (var lines = SourceFiles.open(folder, file)) {
            for (String line = lines.readLine(); line != null && number < limit; line = lines.readLine()) {
                Entry entry = parse(line, base + number++);
                if (entry == null) {
                    skipped.merge("no title", 1, Integer::sum);
                } else {
                    entries.add(entry);
                }
            }
        } catch (IOException e) {
            throw SourceFiles.unreadable(folder, file, e);
        }
        return number;
    }

    /// The entry in one JSON line; null when it has no title.
    static @Nullable Entry parse(String line, long id) throws JsonProcessingException {
        JsonNode entry = JSON.readTree(line);
        String title = entry.path("title").asText("").strip();
        if (title.isEmpty()) {
            return null;
        }
        String tags = StreamSupport.stream(entry.path("tags").spliterator(), false)
                .map(tag -> tag.asText().replace(';', ',').strip())
                .filter(tag -> !tag.isEmpty())
                .collect(Collectors.joining(";"));
        String publisher = entry.path("publisher").asText("").strip();
        Long listed = date(entry.path("snapshot_date"));
        Long created = instant(entry.path("created_at"), () -> listed);
        Long updated = instant(entry.path("updated_at"), () -> created);
        return new Entry(
                id,
                entry.path("id").asText(),
                cut(title, 255),
                entry.path("description").asText(""),
                cut(tags, 500),
                cut(publisher, 255),
                created,
                updated);
    }

    private static @Nullable Long instant(JsonNode node, Supplier<@Nullable Long> otherwise) {
        return node.isTextual() ? (Long) Instant.parse(node.asText()).getEpochSecond() : otherwise.get();
    }

    private static @Nullable Long date(JsonNode node) {
        return node.isTextual()
                ? (Long) LocalDate.parse(node.asText())
                        .atStartOfDay(ZoneOffset.UTC)
                        .toEpochSecond()
                : null;
    }

    private static String cut(String text, int characters) {
        return text.codePointCount(0, text.length()) <= characters
                ? text
                : text.substring(0, text.offsetByCodePoints(0, characters));
    }

    /// One catalogue entry; times in seconds since epoch.
    record Entry(
            long id,
            String source,
            String title,
            String description,
            String tags,
            String publisher,
            @Nullable Long created,
            @Nullable Long updated) {
        List<@Nullable Object> values() {
            return TableInsert.row(
                    id, title, description, tags, "0.00", publisher.isEmpty() ? null : publisher, created, updated);
        }
    }
}
