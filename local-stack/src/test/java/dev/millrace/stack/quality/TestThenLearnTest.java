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

class TestThenLearnTest {
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
    }

    @Test
    void asksBeforeItTellsAndOnlyForWhatIsNew() {
        Parrot parrot = new Parrot();
        Scores scores = Objects.requireNonNull(new TestThenLearn(1)
                .run(
                        List.of(view(1, 7, 0), view(1, 8, 1), view(1, 7, 2), view(1, 2, 3), view(2, 5, 4)),
                        List.of(parrot))
                .get("parrot"));
        assertThat(parrot.seen)
                .containsExactly(
                        "learned 7", "asked [7]", "learned 8", "learned 7", "asked [7, 8]", "learned 2", "learned 5");
        assertThat(scores.asked()).isEqualTo(2);
        assertThat(scores.recall()).isEqualTo(0.5);
        assertThat(scores.reciprocalRank()).isEqualTo(0.25);
        assertThat(scores.gain()).isCloseTo(0.5 * Math.log(2) / Math.log(3), within(1e-12));
        assertThat(scores.coverage(6)).isEqualTo(0.5);
        assertThat(scores.recallMargin()).isCloseTo(1.96 * Math.sqrt(0.25 / 2), within(1e-12));
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
            Scores scores = Objects.requireNonNull(new TestThenLearn(1)
                    .run(
                            log,
                            List.of(new NeighbourRecommender(
                                    learned, new HistoryRecall(new PairWeights(0.3, 0, 0.5, 0.5), 0.9), 20)))
                    .get("neighbours"));
            assertThat(scores.recall()).as("each of five pairs was seen before").isEqualTo(1);
            assertThat(scores.asked()).isEqualTo(32);
        }
    }
}
