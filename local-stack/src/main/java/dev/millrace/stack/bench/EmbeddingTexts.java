package dev.millrace.stack.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.embedding.text.ItemText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Texts of real catalogue entries, as embedding-app makes them of items.
final class EmbeddingTexts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EmbeddingTexts() {}

    /// Evenly spread over the file of one language.
    ///
    /// @param folder of the catalogue set
    static List<String> of(Path folder, String language, int count, int maxCharacters) {
        Path file = folder.resolve("catalogue-%s.jsonl.gz".formatted(language));
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            List<String> all = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all.add(ItemText.of(item(JSON.readTree(line)), maxCharacters));
            }
            double stride = Math.max(1, (double) all.size() / count);
            List<String> spread = new ArrayList<>();
            for (int i = 0; (int) (i * stride) < all.size() && i < count; i++) {
                spread.add(all.get((int) (i * stride)));
            }
            return spread;
        } catch (IOException e) {
            throw new BenchException("cannot read the catalogue set in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static CatalogueItem item(JsonNode entry) {
        CatalogueItem.Builder item = CatalogueItem.newBuilder()
                .setTitle(entry.path("title").asText(""))
                .setDescription(entry.path("description").asText(""));
        entry.path("tags").forEach(tag -> item.addTags(tag.asText()));
        return item.build();
    }
}
