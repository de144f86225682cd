package dev.millrace.query.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HedgeBudgetTest {
    private final HedgeBudget budget = new HedgeBudget();

    private long spent(int tries) {
        return IntStream.range(0, tries).filter(_ -> budget.spend()).count();
    }

    @Test
    void hasAReserveAndThenOneForTenRequests() {
        assertThat(spent(1_000)).isEqualTo(200);

        IntStream.range(0, 95).forEach(_ -> budget.earn());

        assertThat(spent(1_000)).isEqualTo(9);
    }

    @Test
    void savesNoMoreThanTheReserve() {
        IntStream.range(0, 100_000).forEach(_ -> budget.earn());

        assertThat(spent(1_000)).isEqualTo(200);
    }
}
