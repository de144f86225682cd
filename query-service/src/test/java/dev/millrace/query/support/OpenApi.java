package dev.millrace.query.support;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The document that the service serves at `/openapi`, and its schemas. A place in it is a JSON pointer.
public final class OpenApi {
    private static final String RESOURCE = "/dev/millrace/query/http/openapi.yaml";
    private static final String ADDRESS = "https://openapi.example/openapi.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String text;
    private final JsonNode document;
    private final SchemaRegistry schemas;

    public OpenApi() {
        text = read();
        document = JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
        schemas = SchemaRegistry.withDefaultDialect(
                Dialects.getOpenApi31(), registry -> registry.schemas(Map.of(ADDRESS, document.toString())));
    }

    private static String read() {
        try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As it is written.
    public String text() {
        return text;
    }

    public JsonNode at(JsonPointer place) {
        return document.at(place);
    }

    public JsonNode at(String place) {
        return document.at(place);
    }

    /// The place of a member, behind the references that lead there.
    public JsonPointer find(JsonPointer place, String... names) {
        JsonPointer found = place;
        for (String name : names) {
            found = found.appendProperty(name);
            JsonNode reference = at(found).path("$ref");
            if (reference.isTextual()) {
                found = JsonPointer.compile(reference.asText().substring(1));
            }
        }
        return found;
    }

    public boolean has(JsonPointer place) {
        return !at(place).isMissingNode();
    }

    /// What is wrong with a value by the schema at a place.
    public List<String> problems(JsonPointer schema, JsonNode value) {
        return schemas.getSchema(SchemaLocation.of(ADDRESS + "#" + schema)).validate(value).stream()
                .map(Error::toString)
                .toList();
    }
}
