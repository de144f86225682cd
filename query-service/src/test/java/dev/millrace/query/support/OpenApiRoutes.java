package dev.millrace.query.support;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which operation of the document a request is, and whether its parameters are as that says.
public final class OpenApiRoutes {
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    private final OpenApi document;
    private final List<Path> paths = new ArrayList<>();

    private record Path(String template, Pattern pattern) {}

    public OpenApiRoutes(OpenApi document) {
        this.document = document;
        document.at("/paths")
                .fieldNames()
                .forEachRemaining(template -> paths.add(new Path(template, pattern(template))));
    }

    /// A group cannot have a `_` in its name.
    private static Pattern pattern(String template) {
        return Pattern.compile(NAME.matcher(template).replaceAll(name -> "(?<" + group(name.group(1)) + ">[^/]+)"));
    }

    private static String group(String name) {
        return name.replace("_", "");
    }

    /// What a request is.
    public sealed interface Match {

        /// What is wrong with an answer of that status.
        default List<String> problems(int status) {
            return List.of();
        }

        /// A path and method of the document.
        ///
        /// @param undocumented why its parameters are not as documented
        record Operation(JsonPointer place, boolean hasBody, List<String> undocumented) implements Match {
            @Override
            public List<String> problems(int status) {
                if (status < 400) {
                    return undocumented;
                }
                return status == 422 && undocumented.isEmpty() && !hasBody
                        ? List.of("it is refused and its parameters are as documented")
                        : List.of();
            }
        }

        /// A path of the document with a method that it does not name.
        record OtherMethod(JsonPointer place) implements Match {}

        /// A path that the document does not name.
        record Nowhere() implements Match {}
    }

    public Match match(String method, URI uri) {
        for (Path path : paths) {
            Matcher matcher = path.pattern().matcher(uri.getRawPath());
            if (matcher.matches()) {
                JsonPointer item = JsonPointer.empty().appendProperty("paths").appendProperty(path.template());
                JsonPointer place =
                        item.appendProperty(method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT));
                return document.has(place)
                        ? operation(place, matcher, query(uri))
                        : new Match.OtherMethod(item.appendProperty("get"));
            }
        }
        return new Match.Nowhere();
    }

    private Match operation(JsonPointer place, Matcher path, Map<String, String> query) {
        List<String> problems = new ArrayList<>();
        Map<String, String> rest = new LinkedHashMap<>(query);
        for (int one = 0; one < document.at(place).path("parameters").size(); one++) {
            JsonPointer parameter = document.find(place, "parameters", Integer.toString(one));
            JsonNode said = document.at(parameter);
            String name = said.get("name").asText();
            String value = switch (said.get("in").asText()) {
                case "path" -> decoded(path.group(group(name)));
                case "query" -> rest.remove(name);
                default -> null;
            };
            if (value != null) {
                said.path("x-excludes").forEach(other -> {
                    if (query.containsKey(other.asText())) {
                        problems.add("parameter " + name + " excludes " + other.asText());
                    }
                });
                JsonPointer schema = document.find(parameter, "schema");
                document.problems(schema, value(document.at(schema).path("type").asText(), value))
                        .forEach(problem -> problems.add("parameter " + name + ": " + problem));
            } else if (said.path("required").asBoolean()) {
                problems.add("parameter " + name + " is missing");
            }
        }
        rest.keySet().forEach(name -> problems.add("parameter " + name + " is not documented"));
        return new Match.Operation(place, document.at(place).has("requestBody"), problems);
    }

    private static JsonNode value(String type, String text) {
        return switch (type) {
            case "integer" ->
                WHOLE.matcher(text).matches() ? LongNode.valueOf(Long.parseLong(text)) : TextNode.valueOf(text);
            case "array" -> {
                var array = JsonNodeFactory.instance.arrayNode();
                List.of(text.split(",", -1)).forEach(array::add);
                yield array;
            }
            default -> TextNode.valueOf(text);
        };
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        if (uri.getRawQuery() != null) {
            for (String one : uri.getRawQuery().split("&", -1)) {
                String[] parts = one.split("=", 2);
                query.putIfAbsent(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
