package dev.millrace.stack.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/// The ratings of MovieLens, oldest first: one of 4 stars or more weighs as an order, others as a view.
public final class RatingStream {
    private static final String FILE = "ratings.csv.gz";
    private static final double LIKED = 4;
    private static final double VIEW = 0.25;
    private static final long SECOND_MS = 1_000;

    private RatingStream() {}

    /// Whether the set is in `folder`.
    public static boolean isIn(Path folder) {
        return Files.isReadable(folder.resolve(FILE));
    }

    /// All ratings.
    ///
    /// @throws LoadException when the file cannot be read
    public static List<InteractionFile.Line> read(Path folder) {
        Map<String, Long> items = new HashMap<>();
        List<InteractionFile.Line> all = new ArrayList<>();
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var reader = SourceFiles.open(folder, FILE);
                var records = format.parse(reader)) {
            for (CSVRecord record : records) {
                all.add(new InteractionFile.Line(
                        Long.parseLong(record.get("userId")),
                        items.computeIfAbsent(record.get("movieId"), _ -> items.size() + 1L),
                        SECOND_MS * Long.parseLong(record.get("timestamp")),
                        Double.parseDouble(record.get("rating")) >= LIKED ? 1 : VIEW));
            }
        } catch (IOException e) {
            throw SourceFiles.unreadable(folder, FILE, e);
        }
        all.sort(Comparator.comparingLong(InteractionFile.Line::timeMs));
        return all;
    }
}
