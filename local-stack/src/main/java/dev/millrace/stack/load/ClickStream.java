package dev.millrace.stack.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;

/// The clicks of the e-shop clickstream in the order of the file, for benches that want its mix without a
/// database.
public final class ClickStream {

    private ClickStream() {}

    /// A view of an item.
    ///
    /// @param session from 1
    /// @param item from 1, in the order of first appearance
    public record Click(int session, int item) {}

    /// Whether the set is in `folder`.
    public static boolean isIn(Path folder) {
        return Files.isReadable(folder.resolve(EshopSet.FILE));
    }

    /// All clicks.
    ///
    /// @throws LoadException when the file cannot be read
    public static List<Click> read(Path folder) {
        Map<String, Integer> items = new HashMap<>();
        List<Click> clicks = new ArrayList<>();
        try (var reader = SourceFiles.open(folder, EshopSet.FILE);
                var lines = EshopSet.FORMAT.parse(reader)) {
            for (CSVRecord line : lines) {
                EshopClick click = EshopClick.of(line);
                clicks.add(new Click(click.session(), items.computeIfAbsent(click.model(), _ -> items.size() + 1)));
            }
        } catch (IOException e) {
            throw SourceFiles.unreadable(folder, EshopSet.FILE, e);
        }
        return clicks;
    }
}
