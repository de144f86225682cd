package dev.millrace.streams.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.SessionItem;
import dev.millrace.contract.proto.SessionItems;
import dev.millrace.streams.MockTask;
import dev.millrace.streams.TestSettings;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import dev.millrace.streams.progress.Hops;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a commit publishes.
class KeepSessionsTest {
    @TempDir
    private Path folder;

    private MockTask<Hop, Optional<SessionItems>> task;

    @BeforeEach
    void start() {
        task = new MockTask<>(folder, KeepSessions.supplier(TestSettings.of(ClockMode.LIVE)));
    }

    @AfterEach
    void close() {
        task.close();
    }

    private void view(long visit, long item, long timeMs, Effect effect) {
        Interaction interaction = Interaction.newBuilder()
                .setInteractionId(visit + "|" + item)
                .setVisit(visit)
                .setItemId("ds:" + item)
                .setKind(InteractionKind.VIEW)
                .setEffect(effect)
                .setEventTimeMs(timeMs)
                .build();
        task.process("", Hop.newBuilder().setInteraction(interaction).build(), timeMs);
    }

    /// As `s:1 ds:1 ds:2`, `s:1 gone` or `progress|0 5000`.
    private List<String> published() {
        return task.forwarded().stream()
                .map(record -> record.key()
                        + record.value().map(KeepSessionsTest::text).orElse(" gone"))
                .toList();
    }

    private static String text(SessionItems value) {
        if (value.hasProgress()) {
            return " " + value.getProgress().getCommitTimeUs();
        }
        StringBuilder text = new StringBuilder();
        value.getItemsList().stream()
                .map(SessionItem::getItemId)
                .forEach(item -> text.append(' ').append(item));
        return text.toString();
    }

    @Test
    void aVisitIsPublishedOnceACommitWithProgressBehindIt() {
        view(1, 1, 10, Effect.ADD);
        view(2, 4, 11, Effect.ADD);
        view(1, 2, 12, Effect.ADD);
        task.process("", Hops.progress("matomo", 0, 5_000), 13);
        view(1, 3, 14, Effect.ADD);
        task.process("", Hops.progress("matomo", 0, 6_000), 15);
        assertThat(published()).isEmpty();

        task.commit();
        assertThat(published()).containsExactly("s:1 ds:1 ds:2 ds:3", "s:2 ds:4", "progress|0 6000");

        task.commit();
        assertThat(published()).isEmpty();
    }

    @Test
    void whatCameAndWentBetweenTwoCommitsIsGone() {
        view(1, 1, 10, Effect.ADD);
        view(1, 1, 10, Effect.RETRACT);
        task.commit();
        assertThat(published()).containsExactly("s:1 gone");
    }

    @Test
    void whatChangesNothingIsNotPublished() {
        view(1, 1, 10, Effect.ADD);
        task.commit();
        published();
        view(1, 1, 10, Effect.ADD);
        task.commit();
        assertThat(published()).isEmpty();
    }

    @Test
    void manyVisitsDoNotWaitForTheCommit() {
        int most = TestSettings.of(ClockMode.LIVE).bounds().hotValues();
        for (int visit = 1; visit <= most; visit++) {
            view(visit, 1, visit, Effect.ADD);
        }
        assertThat(published()).hasSize(most);
    }
}
