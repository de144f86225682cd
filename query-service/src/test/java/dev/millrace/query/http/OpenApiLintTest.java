package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.query.merge.Channel;
import dev.millrace.query.serve.Degradation;
import dev.millrace.query.support.OpenApi;
import dev.millrace.query.support.TestService;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The document by itself: that it can be read, that it is complete, and that it names what the code names.
class OpenApiLintTest {
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

    private final OpenApi document = new OpenApi();
    private final SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(document.text());

    private void operations(BiConsumer<String, Operation> rule) {
        OpenAPI api = parsed.getOpenAPI();
        api.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> rule.accept(method + " " + path, operation)));
    }

    @Test
    void isOpenApi31WithoutComplaints() {
        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.isOpenapi31()).isTrue();
        assertThat(document.at("/openapi").asText()).startsWith("3.1.");
    }

    @Test
    void hasTheVersionOfTheProject() throws IOException {
        Matcher pom = VERSION.matcher(Files.readString(Path.of(System.getProperty("millrace.root"), "pom.xml")));
        assertThat(pom.find()).isTrue();
        assertThat(document.at("/info/version").asText()).isEqualTo(pom.group(1));
    }

    @Test
    void describesWhatTheServiceAnswersAndNothingElse() {
        TreeSet<String> described = new TreeSet<>();
        operations((name, operation) -> described.add(name));
        try (TestService service = new TestService()) {
            assertThat(service.routes()).containsExactlyInAnyOrderElementsOf(described);
        }
    }

    @Test
    void everyOperationHasANameASummaryAndAKnownTag() {
        List<String> tags = new ArrayList<>();
        document.at("/tags").forEach(tag -> tags.add(tag.get("name").asText()));
        List<String> ids = new ArrayList<>();
        operations((name, operation) -> {
            ids.add(operation.getOperationId());
            assertThat(operation.getOperationId()).as(name).matches("[a-z][A-Za-z]+");
            assertThat(operation.getSummary()).as(name).isNotBlank();
            assertThat(operation.getTags()).as(name).hasSize(1).isSubsetOf(tags);
        });
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void everyOperationNamesItsErrors() {
        operations((name, operation) -> {
            TreeSet<String> errors = new TreeSet<>(List.of("400", "405", "500"));
            if (!operation.getSecurity().isEmpty()) {
                errors.addAll(List.of("401", "403"));
            }
            if (List.of("lists", "items").contains(operation.getTags().getFirst())) {
                errors.addAll(List.of("422", "503"));
            }
            if (name.contains("{id}") || name.contains("profile") || name.contains("{model}")) {
                errors.add("404");
            }
            if (operation.getRequestBody() != null) {
                errors.addAll(List.of("413", "422"));
            }
            assertThat(operation.getResponses().keySet()).as(name).containsAll(errors);
        });
    }

    @Test
    void everyAnswerAndParameterIsDescribed() {
        operations((name, operation) -> {
            operation
                    .getResponses()
                    .forEach((status, response) -> assertThat(response.get$ref() != null
                                    || !response.getDescription().isBlank())
                            .as("%s %s", name, status)
                            .isTrue());
            if (operation.getParameters() != null) {
                operation
                        .getParameters()
                        .forEach(parameter -> assertThat(parameter.get$ref() != null
                                        || !parameter.getDescription().isBlank())
                                .as("%s %s", name, parameter.getName())
                                .isTrue());
            }
        });
    }

    @Test
    void everyListHasAnExampleAndAllExamplesAreTrue() {
        JsonPointer paths = JsonPointer.compile("/paths");
        List<String> withExample = new ArrayList<>();
        parsed.getOpenAPI().getPaths().forEach((path, item) -> {
            for (PathItem.HttpMethod method : item.readOperationsMap().keySet()) {
                JsonPointer operation = document.find(paths, path, method.name().toLowerCase(Locale.ROOT));
                JsonPointer json = document.find(operation, "responses", "200", "content", "application/json");
                JsonNode example = document.at(json).path("example");
                if (!example.isMissingNode()) {
                    assertThat(document.problems(document.find(json, "schema"), example))
                            .as(path)
                            .isEmpty();
                    withExample.add(path);
                }
                if (document.at(operation).at("/tags/0").asText().equals("lists")) {
                    assertThat(withExample).contains(path);
                }
            }
        });
    }

    @Test
    void everyComponentIsUsed() {
        for (Map.Entry<String, JsonNode> kind : document.at("/components").properties()) {
            if (!kind.getKey().equals("securitySchemes")) {
                kind.getValue()
                        .fieldNames()
                        .forEachRemaining(name -> assertThat(document.text())
                                .contains("'#/components/%s/%s'".formatted(kind.getKey(), name)));
            }
        }
    }

    @Test
    void namesTheChannelsAndDegradationsOfTheCode() {
        String[] channels = Arrays.stream(Channel.values()).map(Channel::reason).toArray(String[]::new);
        List<String> named = new ArrayList<>();
        document.at("/components/schemas/Channel/enum").forEach(one -> named.add(one.asText()));
        assertThat(named).containsExactly(channels);
        assertThat(document.at("/components/schemas/ListEntryParts/properties/reason/pattern")
                        .asText())
                .contains("(" + String.join("|", channels) + ")");
        List<String> words = Arrays.stream(Degradation.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .toList();
        assertThat(document.at("/components/headers/Degraded/schema/pattern").asText())
                .contains("(" + String.join("|", words) + ")");
    }
}
