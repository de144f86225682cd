package dev.millrace.streams.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.PairUpdate;
import dev.millrace.streams.MockTask;
import dev.millrace.streams.TestSettings;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import dev.millrace.streams.progress.Hops;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a commit sends to the items' partitions.
class PairItemsTest {
    private static final TopologySettings SETTINGS = TestSettings.of(ClockMode.LIVE);

    @TempDir
    private Path folder;

    private MockTask<Hop, Hop> task;
    private int interactions;

    @BeforeEach
    void start() {
        task = new MockTask<>(folder, PairItems.supplier(SETTINGS));
    }

    @AfterEach
    void close() {
        task.close();
    }

    private void view(String actor, long item) {
        Interaction interaction = Interaction.newBuilder()
                .setInteractionId("v:" + ++interactions)
                .setActor(actor)
                .setItemId("ds:" + item)
                .setKind(InteractionKind.VIEW)
                .setEffect(Effect.ADD)
                .setEventTimeMs(interactions)
                .build();
        task.process(actor, Hop.newBuilder().setInteraction(interaction).build(), interactions);
    }

    private void progress(long timeUs) {
        for (int partition = 0; partition < SETTINGS.partitions(); partition++) {
            task.process("", Hops.progress("business", partition, timeUs), ++interactions);
            task.process("", Hops.progress("matomo", partition, timeUs), ++interactions);
        }
    }

    private static List<PairUpdate> updates(List<Hop> hops) {
        List<PairUpdate> updates = new ArrayList<>();
        hops.forEach(hop -> updates.addAll(hop.getBatch().getUpdatesList()));
        return updates;
    }

    private List<Hop> sent() {
        List<Hop> hops = new ArrayList<>();
        task.forwarded().forEach(record -> hops.add(record.value()));
        return hops;
    }

    @Test
    void anItemIsToldOnceACommitWithProgressBehindIt() {
        view("user|1", 1);
        view("user|1", 2);
        progress(5_000);
        view("user|2", 1);
        view("user|2", 2);
        progress(6_000);
        assertThat(sent()).isEmpty();

        task.commit();

        List<Hop> hops = sent();
        assertThat(updates(hops))
                .extracting(PairUpdate::getItemId, PairUpdate::getActorsDelta)
                .containsExactlyInAnyOrder(tuple("ds:1", 2L), tuple("ds:2", 2L));
        assertThat(hops.subList(hops.size() - 2, hops.size()))
                .allSatisfy(
                        hop -> assertThat(hop.getProgress().getCommitTimeUs()).isEqualTo(6_000));
        assertThat(hops.subList(0, hops.size() - 2)).allMatch(Hop::hasBatch);

        task.commit();
        assertThat(sent()).isEmpty();
    }

    @Test
    void manyPairsDoNotWaitForTheCommit() {
        int most = SETTINGS.bounds().unsentPairs();
        for (int actor = 1; actor <= most; actor++) {
            view("user|" + actor, actor);
        }
        assertThat(updates(sent())).hasSize(most);
    }
}
