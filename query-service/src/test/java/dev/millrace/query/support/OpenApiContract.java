package dev.millrace.query.support;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Holds an answer against the document: its status, headers and body are described there, and so are the parameters
/// of a question that was answered.
public final class OpenApiContract {
    /// What any web server may say about how it sends.
    private static final Set<String> TRANSPORT =
            Set.of("connection", "content-encoding", "content-length", "content-type", "date", "transfer-encoding");

    private static final JsonPointer RESPONSES = JsonPointer.compile("/components/responses");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OpenApi document = new OpenApi();
    private final OpenApiRoutes routes = new OpenApiRoutes(document);

    /// What came back.
    ///
    /// @param body as it was before it was packed
    public record Answer(String method, URI uri, int status, HttpHeaders headers, byte[] body) {
        @Override
        public String toString() {
            return "%s %s -> %d".formatted(method, uri, status);
        }
    }

    /// @throws AssertionError naming everything that the document does not say
    public void check(Answer answer) {
        List<String> problems = new ArrayList<>();
        OpenApiRoutes.Match route = routes.match(answer.method(), answer.uri());
        JsonPointer response = response(route, answer.status());
        if (document.has(response)) {
            problems.addAll(headers(response, answer.headers()));
            problems.addAll(body(response, answer));
            problems.addAll(route.problems(answer.status()));
        } else {
            problems.add("this status is not documented");
        }
        if (!problems.isEmpty()) {
            throw new AssertionError("%s is not as /openapi says:%n%s".formatted(answer, String.join("\n", problems)));
        }
    }

    private JsonPointer response(OpenApiRoutes.Match route, int status) {
        return switch (route) {
            case OpenApiRoutes.Match.Operation operation ->
                document.find(operation.place(), "responses", Integer.toString(status));
            case OpenApiRoutes.Match.OtherMethod other ->
                document.find(other.place(), "responses", status == 405 ? "405" : "none");
            case OpenApiRoutes.Match.Nowhere _ ->
                RESPONSES.appendProperty(status == 404 ? "NotFound" : status == 400 ? "Unreadable" : "none");
        };
    }

    private List<String> headers(JsonPointer response, HttpHeaders headers) {
        List<String> problems = new ArrayList<>();
        Set<String> documented = new HashSet<>(TRANSPORT);
        document.at(response).path("headers").fieldNames().forEachRemaining(name -> {
            documented.add(name.toLowerCase(Locale.ROOT));
            JsonPointer header = document.find(response, "headers", name);
            headers.firstValue(name)
                    .ifPresentOrElse(
                            value -> document.problems(header.appendProperty("schema"), TextNode.valueOf(value))
                                    .forEach(problem -> problems.add("header " + name + ": " + problem)),
                            () -> {
                                if (document.at(header).path("required").asBoolean()) {
                                    problems.add("header " + name + " is missing");
                                }
                            });
        });
        headers.map().keySet().stream()
                .filter(name -> !documented.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(name -> problems.add("header " + name + " is not documented"));
        return problems;
    }

    private List<String> body(JsonPointer response, Answer answer) {
        JsonNode content = document.at(response).path("content");
        if (answer.method().equals("HEAD") || content.isMissingNode()) {
            return answer.body().length == 0 ? List.of() : List.of("a body is not documented");
        }
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        if (!content.has(type)) {
            return List.of("a body of type '" + type + "' is not documented");
        }
        JsonPointer schema = document.find(response, "content", type, "schema");
        return type.equals("application/json") ? document.problems(schema, tree(answer.body())) : List.of();
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + e.getMessage(), e);
        }
    }
}
