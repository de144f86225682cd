package dev.millrace.stack.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.query.config.SessionsConfig;
import dev.millrace.query.session.Seen;
import dev.millrace.query.session.SessionSettings;
import dev.millrace.stack.load.InteractionFile.Line;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionTuningTest {

    /// Each session goes up by one from where it starts.
    private static List<Line> stairs(int sessions) {
        List<Line> lines = new ArrayList<>();
        for (int session = 1; session <= sessions; session++) {
            for (int step = 0; step < 3; step++) {
                lines.add(new Line(session, 1 + (session * 7 + step) % 30, session * 100L + step, 1));
            }
        }
        return lines;
    }

    @Test
    void theLastFifthIsNotLookedAt() {
        SessionSlices slices = SessionSlices.of(stairs(50));
        assertThat(slices.learn())
                .hasSize(30)
                .extracting(SessionSlices.Session::number)
                .contains(1L, 30L);
        assertThat(slices.validate())
                .hasSize(10)
                .extracting(SessionSlices.Session::number)
                .contains(31L, 40L);
        assertThat(slices.kept()).isEqualTo(10);
    }

    @Test
    void findsSettingsThatGuessWhatAlwaysFollows() {
        var text = new ByteArrayOutputStream();
        var tuning = new SessionTuning(
                SessionSlices.of(stairs(300)), 50, new PrintStream(text, true, StandardCharsets.UTF_8));
        SessionSettings best = tuning.run();
        assertThat(best.seen()).as("nobody takes an item twice").isEqualTo(Seen.DROP_PATH);
        assertThat(tuning.of(best).recall()).isEqualTo(1);
        assertThat(text.toString(StandardCharsets.UTF_8)).contains("learned from 180 sessions", "recall@20 1.0000");
    }

    @Test
    void aSessionIsAnActorsDay() {
        var recommender = new SessionRecommender(new SessionsConfig(1_000, 10, 10, 5, "drop-path"), 50);
        long day = 86_400_000;
        recommender.learn(new Event(1, 1, 5, InteractionKind.ORDER));
        recommender.learn(new Event(1, 2, 6, InteractionKind.ORDER));
        recommender.learn(new Event(1, 3, day + 5, InteractionKind.ORDER));
        recommender.learn(new Event(1, 4, day + 6, InteractionKind.ORDER));
        assertThat(recommender.recommend(List.of(1L), Set.of(1L), 20)).containsExactly(2L);
        assertThat(recommender.recommend(List.of(3L, 1L), Set.of(1L, 3L), 20)).containsExactly(4L, 2L);
    }
}
