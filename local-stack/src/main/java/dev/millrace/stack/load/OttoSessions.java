package dev.millrace.stack.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The few OTTO sessions, oldest event first: clicks, carts and orders.
public final class OttoSessions {
    private static final String FILE = "otto-20-sessions.jsonl";
    private static final Map<String, Double> WEIGHTS = Map.of("clicks", 0.25, "carts", 0.6, "orders", 1.0);

    private OttoSessions() {}

    /// Whether the set is in `folder`.
    public static boolean isIn(Path folder) {
        return Files.isReadable(folder.resolve(FILE));
    }

    /// All events.
    ///
    /// @throws LoadException when the file cannot be read
    public static List<InteractionFile.Line> read(Path folder) {
        Map<Long, Long> items = new HashMap<>();
        List<InteractionFile.Line> all = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        try (BufferedReader reader = Files.newBufferedReader(folder.resolve(FILE))) {
            long session = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                session++;
                for (JsonNode event : json.readTree(line).path("events")) {
                    all.add(new InteractionFile.Line(
                            session,
                            items.computeIfAbsent(event.path("aid").asLong(), _ -> items.size() + 1L),
                            event.path("ts").asLong(),
                            WEIGHTS.getOrDefault(event.path("type").asText(), 0.0)));
                }
            }
        } catch (IOException e) {
            throw SourceFiles.unreadable(folder, FILE, e);
        }
        all.sort(Comparator.comparingLong(InteractionFile.Line::timeMs));
        return all;
    }
}
