package dev.millrace.query.http;

import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// `GET /openapi`: the description of this API, in YAML as it was written, or in JSON for those who ask for it.
final class OpenApiEndpoint implements Endpoint {
    static final String YAML = "application/yaml";

    private static final String RESOURCE = "openapi.yaml";

    private final byte[] yaml;
    private final byte[] json;

    OpenApiEndpoint() {
        try (InputStream in = OpenApiEndpoint.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource " + RESOURCE + " is missing from the class path");
            }
            yaml = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + RESOURCE, e);
        }
        Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text(yaml));
        json = Json.bytes(document);
    }

    @Override
    public Answer answer(Exchange exchange) {
        boolean asksForJson = exchange.header(HeaderNames.ACCEPT)
                .filter(types -> types.contains(Answer.JSON))
                .isPresent();
        Answer answer = asksForJson ? Answer.text(Answer.JSON, json) : Answer.text(YAML, yaml);
        return answer.with("Cache-Control", "no-cache").with("Vary", "Accept");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
