package dev.millrace.query.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.NeighbourEvidence.Pair;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.KnownState;
import dev.millrace.query.support.ListCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BehaviorChannelTest {
    private static final PairWeights PAIRS = new PairWeights(0, 300, 0.5, 0.5);
    private static final PairWeights UNSHRUNK = new PairWeights(0, 0, 0.5, 0.5);
    private static final NeighbourEvidence PAGE = new NeighbourEvidence(
            400, 4, List.of(new Pair(ItemId.dataset(7), 100, 0, 100, 1), new Pair(ItemId.dataset(8), 50, 0, 100, 1)));
    private static final NeighbourEvidence NEWEST =
            new NeighbourEvidence(100, 1, List.of(new Pair(ItemId.dataset(8), 100, 0, 100, 1)));
    private static final NeighbourEvidence OLDER =
            new NeighbourEvidence(100, 1, List.of(new Pair(ItemId.dataset(9), 50, 0, 100, 1)));

    private final BehaviorChannel channel = new BehaviorChannel(PAIRS, new HistoryRecall(UNSHRUNK, 0.8), 0.5, 2);

    private static RecallInput input(KnownState state) {
        return new RecallInput(
                Optional.of(Items.of(Items.dataset(1).build())),
                true,
                state,
                new ListCatalogue(List.of()),
                code -> code != ItemId.dataset(7).code());
    }

    private Part<List<Candidate>> recall(KnownState state) {
        return channel.recall(input(state), Deadline.after(Duration.ofSeconds(1)));
    }

    @Test
    void pageAndHistoryAreSummedTheHistoryFadesAndOnlyWhatIsShownCounts() {
        var found =
                recall(KnownState.NOTHING.withPage(Part.whole(PAGE)).withRecent(Part.whole(List.of(NEWEST, OLDER))));
        assertThat(found.complete()).isTrue();
        assertThat(found.value()).extracting(Candidate::id).containsExactly(ItemId.dataset(8), ItemId.dataset(9));
        double page = 50.0 / (Math.sqrt(400) * Math.sqrt(100) + 300);
        assertThat(found.value().getFirst().score()).isCloseTo(page + 0.5 * 1, within(1e-9));
        assertThat(found.value().getLast().score()).isCloseTo(0.5 * 0.8 * 0.5, within(1e-9));
    }

    @Test
    void whatIsNotThereInTimeIsLeftOutAndTheRestIsSaid() {
        var found = recall(KnownState.NOTHING.withPage(Part.whole(PAGE)).withRecent(new Part<>(List.of(), false)));
        assertThat(found.complete()).isFalse();
        assertThat(found.value()).extracting(Candidate::id).containsExactly(ItemId.dataset(8));
    }
}
