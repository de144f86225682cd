package dev.millrace.stack.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.query.recall.HistoryRecall;
import dev.millrace.query.recall.PairWeights;
import dev.millrace.streams.config.StreamsAppConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocolTest {
    private static Event view(long actor, long item, long timeMs) {
        return new Event(actor, item, timeMs, InteractionKind.VIEW);
    }

    /// Says 1, 2, 3; notes what it was asked and told.
    private static final class Parrot implements Recommender {
        private final List<String> seen = new ArrayList<>();

        @Override
        public String name() {
            return "parrot";
        }

        @Override
        public List<Long> recommend(List<Long> newestFirst, Set<Long> known, int limit) {
            seen.add("asked " + newestFirst);
            return List.of(1L, 2L, 3L);
        }

        @Override
        public void learn(Event event) {
            seen.add("learned " + event.item());
        }

        @Override
        public void fit() {
            seen.add("fitted");
        }
    }

    @Test
    void asksBeforeItTellsAndOnlyForWhatIsNew() {
        Parrot parrot = new Parrot();
        Scores scores = run(
                Protocol.TEST_THEN_LEARN,
                List.of(view(1, 7, 0), view(1, 8, 1), view(1, 7, 2), view(1, 2, 3), view(2, 5, 4)),
                parrot,
                false);
        assertThat(parrot.seen)
                .containsExactly(
                        "learned 7",
                        "fitted",
                        "asked [7]",
                        "learned 8",
                        "fitted",
                        "learned 7",
                        "fitted",
                        "asked [7, 8]",
                        "learned 2",
                        "fitted",
                        "learned 5");
        assertThat(scores.asked()).isEqualTo(2);
        assertThat(scores.recall()).isEqualTo(0.5);
        assertThat(scores.reciprocalRank()).isEqualTo(0.25);
        assertThat(scores.gain()).isCloseTo(0.5 * Math.log(2) / Math.log(3), within(1e-12));
        assertThat(scores.coverage(6)).isEqualTo(0.5);
        assertThat(scores.recallMargin()).isCloseTo(1.96 * Math.sqrt(0.25 / 2), within(1e-12));
    }

    private static Scores run(Protocol protocol, List<Event> log, Recommender one, boolean keepSeen) {
        var split = new Protocol.Split(1, 3, 1_000, 20);
        return Objects.requireNonNull(protocol.run(log, split, List.of(one), new Histories(100, keepSeen))
                .get(one.name()));
    }

    @Test
    void nothingBehindTheSplitIsLearned() {
        Parrot parrot = new Parrot();
        run(
                Protocol.TIME_SPLIT,
                List.of(view(1, 7, 0), view(2, 8, 1), view(1, 6, 2), view(1, 2, 3), view(2, 5, 4), view(2, 4, 5)),
                parrot,
                false);
        assertThat(parrot.seen)
                .containsExactly(
                        "learned 7", "learned 8", "learned 6", "fitted", "asked [6, 7]", "asked [8]", "asked [5, 8]");
    }

    @Test
    void eachActorsLastEventIsGuessedWhenAllOthersAreLearned() {
        Parrot parrot = new Parrot();
        run(
                Protocol.LEAVE_LAST_OUT,
                List.of(view(1, 7, 0), view(2, 8, 1), view(1, 6, 2), view(2, 5, 3), view(3, 4, 4)),
                parrot,
                false);
        assertThat(parrot.seen).containsExactly("learned 7", "learned 8", "fitted", "asked [7]", "asked [8]");
    }

    @Test
    void knownItemsMayBeGuessedAgainWhenAskedFor() {
        Parrot parrot = new Parrot();
        Scores scores =
                run(Protocol.TEST_THEN_LEARN, List.of(view(1, 2, 0), view(1, 2, 1), view(1, 2, 2)), parrot, true);
        assertThat(scores.asked()).isEqualTo(2);
        assertThat(scores.recall()).isEqualTo(1);
    }

    /// Everybody goes from n to n + 1.
    @Test
    void whatFollowsIsLearnedByTheProcessorsThatRun(@TempDir Path folder) {
        List<Event> log = new ArrayList<>();
        for (int actor = 1; actor <= 40; actor++) {
            long first = 1 + actor % 5 * 10;
            log.add(view(actor, first, actor * 10L));
            log.add(view(actor, first + 1, actor * 10L + 1));
        }
        try (StreamedNeighbours learned = new StreamedNeighbours(
                folder, StreamsAppConfig.load().topology().withPartitions(1))) {
            Scores scores = run(
                    Protocol.TEST_THEN_LEARN,
                    log,
                    new NeighbourRecommender(learned, new HistoryRecall(new PairWeights(0.3, 0, 0.5, 0.5), 0.9), 20),
                    false);
            assertThat(scores.recall())
                    .as("all but the first of each of five pairs")
                    .isEqualTo(35 / 40.0);
            assertThat(scores.asked()).isEqualTo(40);
        }
    }
}
