package dev.millrace.stack.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/// The outcome of one bench, as a line that scripts read: `RESULT {"bench":…,"figures":{…},"commit":…,"machine":…}`.
///
/// @param bench its name
/// @param figures flat; the unit is the suffix of the name
public record BenchResult(String bench, Map<String, Double> figures, String commit, String machine) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double HUNDREDTHS = 100;

    public BenchResult {
        figures = new LinkedHashMap<>(figures);
    }

    /// The result of a run that just ended, for the commit checked out in `root`.
    public static BenchResult of(String bench, Map<String, Double> figures, Path root) {
        return new BenchResult(bench, figures, Machine.commit(root), Machine.describe());
    }

    /// One JSON object in one line; figures rounded to hundredths.
    public String json() {
        Map<String, Object> rounded = new LinkedHashMap<>();
        figures.forEach((name, value) -> rounded.put(name, Math.round(value * HUNDREDTHS) / HUNDREDTHS));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("bench", bench);
        all.put("figures", rounded);
        all.put("commit", commit);
        all.put("machine", machine);
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result of our own cannot be written", e);
        }
    }

    /// Appends it to `<folder>/<bench>.jsonl`.
    public void append(Path folder) {
        Path file = folder.resolve(bench + ".jsonl");
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    file, json() + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new BenchException("cannot keep the result in " + file + ": " + e.getMessage(), e);
        }
    }
}
