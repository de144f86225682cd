package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RowSequenceTest {
    private static final List<String> EXPECTED = List.of("c1", "u2", "u3", "d3");

    @Test
    void whatCameAsExpectedIsClean() {
        assertThat(RowSequence.compare(EXPECTED, EXPECTED))
                .isEqualTo(new RowSequence<>(List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void aGapIsALoss() {
        assertThat(RowSequence.compare(EXPECTED, List.of("c1", "u3", "d3")).lost())
                .containsExactly("u2");
    }

    @Test
    void aRepeatIsADuplicateAndNotOutOfOrder() {
        assertThat(RowSequence.compare(EXPECTED, List.of("c1", "u2", "u3", "u2", "u3", "d3")))
                .isEqualTo(new RowSequence<>(List.of(), List.of("u2", "u3"), List.of(), List.of()));
    }

    @Test
    void anEarlierItemAfterALaterOneIsOutOfOrder() {
        assertThat(RowSequence.compare(EXPECTED, List.of("u2", "c1", "u3", "d3")))
                .isEqualTo(new RowSequence<>(List.of(), List.of(), List.of(), List.of("c1")));
    }

    @Test
    void whatNobodyWroteIsForeign() {
        assertThat(RowSequence.compare(EXPECTED, List.of("c1", "u2", "u9", "u3", "d3"))
                        .foreign())
                .containsExactly("u9");
    }
}
