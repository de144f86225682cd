package dev.millrace.query.http;

import dev.millrace.query.vector.SnapshotFolder;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Snapshots of vectors for other instances: `GET /internal/vectors` names the models, `GET /internal/vectors/{model}`
/// is the last one of a model.
///
/// @param folder where they are, if anywhere
/// @param token that has to be shown as `Authorization: Bearer …`; empty for none
public record VectorSnapshots(Optional<SnapshotFolder> folder, String token) {
    private static final int NOT_FOUND = 404;

    void register(Gate gate, HttpRouting.Builder routing) {
        gate.registerProbe(
                routing,
                "/internal/vectors",
                "vector-models",
                exchange -> Answer.json(200, models(exchange)).with("Cache-Control", "no-store"));
        gate.registerFile(routing, "/internal/vectors/{model}", "vectors", this::file);
    }

    private List<String> models(Exchange exchange) {
        check(exchange);
        try {
            return folder.isEmpty() ? List.of() : folder.get().models();
        } catch (IOException e) {
            throw new UncheckedIOException("snapshots cannot be listed", e);
        }
    }

    private Path file(Exchange exchange) {
        check(exchange);
        String model = exchange.path("model");
        return folder.flatMap(all -> all.file(model))
                .orElseThrow(() -> new Refused(NOT_FOUND, "there is no snapshot of this model"));
    }

    private void check(Exchange exchange) {
        Token.orOpen(token).check(exchange);
    }
}
