package dev.millrace.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MixedQuestionsTest {
    private static final int COUNT = 20_000;

    private final List<ListKind.Question> questions = new MixedQuestions(new Random(3), 1_000, 100).take(COUNT);

    @Test
    void eachOperationHasItsShare() {
        Map<String, Long> counts =
                questions.stream().collect(Collectors.groupingBy(ListKind.Question::operation, Collectors.counting()));
        assertThat(counts.keySet()).containsExactlyInAnyOrderElementsOf(MixedQuestions.OPERATIONS);
        assertThat(share(counts, "similar")).isCloseTo(0.5, within(0.02));
        assertThat(share(counts, "anonymous")).isCloseTo(0.2, within(0.02));
        assertThat(share(counts, "personalised")).isCloseTo(0.2, within(0.02));
        assertThat(share(counts, "trending")).isCloseTo(0.1, within(0.02));
    }

    private static double share(Map<String, Long> counts, String operation) {
        return counts.getOrDefault(operation, 0L) / (double) COUNT;
    }

    @Test
    void theMostPopularPageHasTheShareThatZipfSays() {
        Map<String, Long> pages = questions.stream()
                .map(ListKind.Question::page)
                .filter(page -> !page.isEmpty())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        long most = pages.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        assertThat(most / (0.9 * COUNT)).isCloseTo(1 / 7.485, within(0.01)); // the 1000th harmonic number
    }
}
