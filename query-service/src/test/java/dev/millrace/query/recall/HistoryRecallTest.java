package dev.millrace.query.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.NeighbourEvidence.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryRecallTest {
    private static final NeighbourEvidence NEWEST =
            new NeighbourEvidence(400, 1, List.of(new Pair(item(3), 100, 0, 900, 1), new Pair(item(4), 50, 0, 100, 1)));
    private static final NeighbourEvidence OLDER =
            new NeighbourEvidence(100, 1, List.of(new Pair(item(3), 60, 0, 900, 1), new Pair(item(5), 100, 0, 100, 1)));

    private static ItemId item(long number) {
        return ItemId.dataset(number);
    }

    @Test
    void addsUpWhatFollowedEachItemTheOlderTheLess() {
        List<Candidate> found =
                new HistoryRecall(new PairWeights(0, 0, 0.5, 0.5), 0.5).recall(List.of(NEWEST, OLDER), _ -> true, 10);

        // 3: 100/600 + 0.5 · 60/300; 4: 50/200; 5: 0.5 · 100/100
        assertThat(found).extracting(Candidate::id).containsExactly(item(5), item(3), item(4));
        assertThat(found.get(0).score()).isCloseTo(0.5, within(1e-9));
        assertThat(found.get(1).score()).isCloseTo(100.0 / 600 + 0.1, within(1e-9));
        assertThat(found.get(2).score()).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void shrinkageKeepsAPairOfFewBehindOneOfMany() {
        NeighbourEvidence both = new NeighbourEvidence(
                1_000, 1, List.of(new Pair(item(1), 300, 0, 1_000, 1), new Pair(item(2), 30, 0, 9, 1)));
        assertThat(new HistoryRecall(new PairWeights(0, 0, 0.5, 0.5), 1).recall(List.of(both), _ -> true, 1))
                .extracting(Candidate::id)
                .containsExactly(item(1));
        NeighbourEvidence few = new NeighbourEvidence(
                100, 1, List.of(new Pair(item(1), 50, 0, 900, 1), new Pair(item(2), 25, 0, 25, 1)));
        assertThat(new HistoryRecall(new PairWeights(0, 0, 0.5, 0.5), 1).recall(List.of(few), _ -> true, 1))
                .extracting(Candidate::id)
                .containsExactly(item(2));
        assertThat(new HistoryRecall(new PairWeights(0, 1_000, 0.5, 0.5), 1).recall(List.of(few), _ -> true, 1))
                .extracting(Candidate::id)
                .containsExactly(item(1));
    }

    @Test
    void keepsWhatIsNotWantedOutAndBreaksTiesById() {
        NeighbourEvidence even = new NeighbourEvidence(
                100,
                1,
                List.of(
                        new Pair(item(9), 50, 0, 100, 1),
                        new Pair(item(8), 50, 0, 100, 1),
                        new Pair(item(7), 50, 0, 100, 1)));
        assertThat(new HistoryRecall(new PairWeights(0, 0, 0.5, 0.5), 0.9)
                        .recall(List.of(even), id -> !id.equals(item(8)), 10))
                .extracting(Candidate::id)
                .containsExactly(item(7), item(9));
        assertThat(new HistoryRecall(new PairWeights(0, 0, 0.5, 0.5), 0.9).recall(List.of(), _ -> true, 10))
                .isEmpty();
    }
}
