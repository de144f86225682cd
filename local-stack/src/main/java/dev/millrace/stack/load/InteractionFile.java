package dev.millrace.stack.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/// Who took what when, from a CSV file with a heading: `user` or `session`, `item`, `timestamp` and, if it likes,
/// `weight`; `.gz` is unpacked. A timestamp is milliseconds since epoch or an instant such as
/// `2026-03-10T12:00:00Z`. A folder is taken for one of the public sets, if it holds one.
public final class InteractionFile {
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreSurroundingSpaces(true)
            .get();
    private static final long FIRST_CLICK_MS = 1_207_000_000_000L;
    private static final long CLICK_MS = 1_000;

    private InteractionFile() {}

    /// An interaction.
    ///
    /// @param session user or session, from 1, in the order of first appearance
    /// @param item likewise
    /// @param weight 1 where the file has none
    public record Line(long session, long item, long timeMs, double weight) {}

    /// All interactions, oldest first; of one time in the order of the file.
    ///
    /// @throws LoadException when the file cannot be read, or is not of that form
    public static List<Line> read(Path file) {
        if (Files.isDirectory(file)) {
            return set(file);
        }
        try (BufferedReader reader = open(file);
                var records = FORMAT.parse(reader)) {
            List<String> columns = records.getHeaderNames();
            String actor = columns.contains("user") ? "user" : "session";
            for (String column : List.of(actor, "item", "timestamp")) {
                if (!columns.contains(column)) {
                    throw new LoadException(
                            "%s has no column %s: its heading must be user or session, item, timestamp[, weight]"
                                    .formatted(file, column));
                }
            }
            return lines(file, records, actor, columns.contains("weight"));
        } catch (IOException e) {
            throw new LoadException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static List<Line> lines(Path file, Iterable<CSVRecord> records, String actor, boolean isWeighted) {
        Map<String, Long> sessions = new HashMap<>();
        Map<String, Long> items = new HashMap<>();
        List<Line> lines = new ArrayList<>();
        for (CSVRecord found : records) {
            try {
                lines.add(new Line(
                        sessions.computeIfAbsent(found.get(actor), _ -> sessions.size() + 1L),
                        items.computeIfAbsent(found.get("item"), _ -> items.size() + 1L),
                        timeMs(found.get("timestamp")),
                        isWeighted ? Double.parseDouble(found.get("weight")) : 1));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new LoadException(
                        "%s, record %d: %s".formatted(file, found.getRecordNumber(), e.getMessage()), e);
            }
        }
        lines.sort(Comparator.comparingLong(Line::timeMs));
        return lines;
    }

    private static long timeMs(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Long.parseLong(text)
                : Instant.parse(text).toEpochMilli();
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        return new BufferedReader(new InputStreamReader(
                file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8));
    }

    /// Of a click only the day is known: the file's order is taken for that of time.
    private static List<Line> set(Path folder) {
        if (ClickStream.isIn(folder)) {
            var clicks = ClickStream.read(folder);
            return IntStream.range(0, clicks.size())
                    .mapToObj(i ->
                            new Line(clicks.get(i).session(), clicks.get(i).item(), FIRST_CLICK_MS + i * CLICK_MS, 1))
                    .toList();
        }
        if (OrderStream.isIn(folder)) {
            return OrderStream.read(folder).stream()
                    .map(line -> new Line(line.customer(), line.item(), line.timeMs(), 1))
                    .sorted(Comparator.comparingLong(Line::timeMs))
                    .toList();
        }
        throw new LoadException(folder + " is a folder without eshop-clickstream or online-retail: name a CSV file");
    }
}
