package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.id.Actor;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.OpenApi;
import dev.millrace.query.support.TestConfig;
import dev.millrace.query.support.TestService;
import dev.millrace.query.support.TestService.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asks every operation of the document, with the values that its parameters may have at most and with the next ones.
/// [TestService] holds each answer against the document.
class OpenApiOperationsTest {
    private static final String ITEM = "3";
    private static final String VISITOR = "00112233445566aA";
    private static final String[] ADMIN = {"Authorization", "Bearer " + TestConfig.ADMIN_TOKEN};

    @TempDir
    private Path folder;

    private final OpenApi document = new OpenApi();
    private TestService service;

    @BeforeEach
    void start() throws Exception {
        Files.write(folder.resolve("m.vectors"), new byte[3_000]);
        service = TestService.withSnapshots(TestConfig.snapshots(folder.toString(), List.of(), TestConfig.ADMIN_TOKEN));
        for (long number = 1; number <= 5; number++) {
            ItemApiTest.store(service, Items.dataset(number).build(), System.currentTimeMillis());
            service.catalogue.put(Items.dataset(number).build());
        }
        service.noTrending().progress(System.currentTimeMillis());
        service.profile(new Actor.User(42), System.currentTimeMillis(), List.of(1L), List.of(2L));
        service.start();
    }

    @AfterEach
    void close() {
        service.close();
    }

    /// A GET of the document.
    private record Question(JsonPointer operation, String path, boolean guarded) {
        String with(String name, String value) {
            return path + (path.contains("?") ? "&" : "?") + name + "=" + value;
        }
    }

    private List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        document.at("/paths").fieldNames().forEachRemaining(template -> {
            JsonPointer get = document.find(JsonPointer.compile("/paths"), template, "get");
            String path = template.replace("{id}", ITEM)
                    .replace("{user_id}", "42")
                    .replace("{visitor_id}", VISITOR)
                    .replace("{model}", "m");
            questions.add(new Question(
                    get,
                    path.endsWith("/session") ? path + "?items=1,2" : path,
                    document.at(get).path("security").toString().contains("Token")));
        });
        return questions;
    }

    /// The query parameters of a question.
    private List<JsonNode> parameters(Question question) {
        List<JsonNode> parameters = new ArrayList<>();
        for (int one = 0;
                one < document.at(question.operation()).path("parameters").size();
                one++) {
            JsonNode parameter = document.at(document.find(question.operation(), "parameters", "" + one));
            if (parameter.get("in").asText().equals("query")) {
                parameters.add(parameter);
            }
        }
        return parameters;
    }

    private Reply ask(String path) {
        return service.get(path, ADMIN);
    }

    @Test
    void everyOperationAnswers() {
        for (Question question : questions()) {
            assertThat(ask(question.path()).status()).as(question.path()).isEqualTo(200);
            assertThat(service.get(question.path(), "Authorization", ADMIN[1], "X-Request-ID", "req_1")
                            .header("X-Request-ID"))
                    .isEqualTo("req_1");
        }
        assertThat(service.put("/fusion/weights", "{\"behavior\": 1.5}", ADMIN).status())
                .isEqualTo(200);
    }

    @Test
    void guardedOperationsNeedTheirToken() {
        for (Question question : questions()) {
            int without = service.get(question.path()).status();
            int other = service.get(question.path(), "Authorization", "Bearer other")
                    .status();
            assertThat(List.of(without, other))
                    .as(question.path())
                    .isEqualTo(question.guarded() ? List.of(401, 403) : List.of(200, 200));
        }
    }

    @Test
    void otherMethodsAreRefused() {
        for (Question question : questions()) {
            for (String method : List.of("POST", "DELETE", "PATCH", "OPTIONS")) {
                Reply reply = service.send(method, question.path(), ADMIN);
                assertThat(reply.status()).as("%s %s", method, question.path()).isEqualTo(405);
                assertThat(reply.header("Allow")).startsWith("GET").doesNotContain(method);
            }
        }
    }

    @Test
    void theHeadOfEveryAnswerIsThatOfGet() {
        for (Question question : questions()) {
            Reply head = service.send("HEAD", question.path(), ADMIN);
            boolean answered = !question.path().startsWith("/internal/vectors/");
            assertThat(head.status()).as(question.path()).isEqualTo(answered ? 200 : 405);
            assertThat(head.raw().body()).isEmpty();
        }
    }

    @Test
    void everyParameterIsTakenUpToItsBoundsAndNotBeyond() {
        for (Question question : questions()) {
            for (JsonNode parameter : parameters(question)) {
                String name = parameter.get("name").asText();
                if (name.equals("items") || name.equals("request_id")) {
                    continue; // stands in the path already; of a list that nobody was shown
                }
                for (String good : good(parameter.get("schema"), name)) {
                    assertThat(ask(question.with(name, good)).status())
                            .as(question.with(name, good))
                            .isEqualTo(200);
                }
                for (String bad : bad(parameter.get("schema"), name)) {
                    Reply reply = ask(question.with(name, bad));
                    assertThat(reply.status()).as(question.with(name, bad)).isEqualTo(422);
                    assertThat(reply.body().at("/detail/0/parameter").asText()).isEqualTo(name);
                    assertThat(reply.body().get("request_id").asText()).isEqualTo(reply.header("X-Request-ID"));
                }
            }
        }
    }

    private static List<String> good(JsonNode schema, String name) {
        return switch (name) {
            case "limit" -> List.of("1", schema.get("maximum").asText());
            case "timeframe" -> texts(schema.get("enum"));
            case "types" -> List.of("ds", "api", "ds,api");
            case "user_id" -> List.of("1", "999999999999999999");
            case "visitor_id" -> List.of(VISITOR, "0".repeat(16));
            case "source" -> List.of("mail", "", "x".repeat(100));
            default -> throw new IllegalArgumentException("no values known for " + name);
        };
    }

    private static List<String> bad(JsonNode schema, String name) {
        return switch (name) {
            case "limit" ->
                List.of("0", "-1", "" + (schema.get("maximum").asInt() + 1), "x", "", "1.5", "9".repeat(20));
            case "timeframe" -> List.of("", "2h", "1H");
            case "types" -> List.of("", "car", "ds,", "DS");
            case "user_id" -> List.of("0", "-1", "x", "", "1.0", "1000000000000000000");
            case "visitor_id" -> List.of("", "0".repeat(15), "0".repeat(17), "g".repeat(16));
            case "source" -> List.of();
            default -> throw new IllegalArgumentException("no values known for " + name);
        };
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
