package dev.millrace.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListAnswersTest {
    private static final ListKind.Question QUESTION = new ListKind.Question(ListKind.SIMILAR, new byte[0], "ds:99");

    @Test
    void findsTheItemsOfTheListAndNotThePage() {
        byte[] body = body("primary", List.of("ds:1", "api:2"));
        assertThat(ListAnswers.items(body, "similar_items")).containsExactly("ds:1", "api:2");
        assertThat(ListAnswers.items(body, "recommendations")).isEmpty();
    }

    @Test
    void takesNoTitleForAnItem() {
        byte[] body = bytes("{\"items\":[{\"item_id\":\"ds:1\",\"title\":\"\\\"item_id\\\":\\\"ds:2\\\"\"}]}");
        assertThat(ListAnswers.items(body, "items")).containsExactly("ds:1");
    }

    @Test
    void isContentWithAWholeList() {
        assertThat(ListAnswers.wrong(QUESTION, body("primary", keys(1, 10)))).isEmpty();
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(ListAnswers.wrong(QUESTION, body("primary", keys(1, 9)))).contains("9 items instead of 10");
        assertThat(ListAnswers.wrong(QUESTION, body("primary", keys(90, 10)))).contains("the page's own item");
        List<String> twice = new java.util.ArrayList<>(keys(1, 9));
        twice.add("ds:1");
        assertThat(ListAnswers.wrong(QUESTION, body("primary", twice))).contains("an item twice");
    }

    @Test
    void tellsAFallback() {
        assertThat(ListAnswers.isFallback(body("fallback", keys(1, 10)))).isTrue();
        assertThat(ListAnswers.isFallback(body("primary", keys(1, 10)))).isFalse();
    }

    @Test
    void asksForEveryKindOfList() {
        Random random = new Random(1);
        assertThat(request(ListKind.PERSONALISED, random))
                .matches("(?s)GET /recommend/detail/[1-5]\\?user_id=[1-3]&limit=10 HTTP/1.1\r\n.*X-A: b\r\n\r\n");
        assertThat(request(ListKind.SIMILAR, random)).contains("GET /similar/").contains("?limit=10 ");
        assertThat(request(ListKind.TRENDING, random)).startsWith("GET /hot/trending?timeframe=24h&limit=10 ");
    }

    private static String request(ListKind kind, Random random) {
        return new String(kind.question(random, 5, 3, "X-A: b").request(), StandardCharsets.US_ASCII);
    }

    private static List<String> keys(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(i -> "ds:" + i).toList();
    }

    private static byte[] body(String variant, List<String> keys) {
        String items = keys.stream()
                .map(key -> "{\"item_id\":\"%s\",\"title\":\"a\"}".formatted(key))
                .collect(Collectors.joining(","));
        return bytes("{\"item_id\":\"ds:99\",\"similar_items\":[%s],\"variant\":\"%s\"}".formatted(items, variant));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
