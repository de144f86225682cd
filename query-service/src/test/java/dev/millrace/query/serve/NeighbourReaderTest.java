package dev.millrace.query.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Activity;
import dev.millrace.contract.proto.Neighbour;
import dev.millrace.contract.proto.Neighbours;
import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.query.recall.NeighbourEvidence;
import dev.millrace.query.recall.NeighbourEvidence.Pair;
import dev.millrace.query.state.StoredState;
import dev.millrace.query.statistics.ActivityIndex;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NeighbourReaderTest {
    private static final ItemId PAGE = ItemId.dataset(1);
    private static final ItemId OTHER = ItemId.dataset(2);

    private final StoredState state = new StoredState();
    private final ActivityIndex activities = new ActivityIndex(10);
    private final NeighbourReader reader = new NeighbourReader(state, activities, 10, 100, new SimpleMeterRegistry());

    @BeforeEach
    void read() {
        activities.caughtUp();
    }

    private void near(ItemId item, ItemId other, long next) {
        state.put(
                QueryableStore.NEIGHBOURS,
                item,
                Neighbours.newBuilder()
                        .setActivity(400)
                        .setActors(4)
                        .addItems(Neighbour.newBuilder().setItemId(other.key()).setNext(next))
                        .build());
    }

    private void active(ItemId item, long strength) {
        byte[] value = QueryableStore.ACTIVITY
                .serde()
                .toBytes(
                        Activity.newBuilder().setStrength(strength).setActors(1).build());
        activities.apply(new ConsumerRecord<>("log", 0, 0, item.key(), value));
    }

    private void progress(long us) {
        state.progress(Progress.newBuilder().setCommitTimeUs(us).build());
    }

    private static NeighbourEvidence evidence(ItemId other, long next, long activity) {
        return new NeighbourEvidence(400, 4, List.of(new Pair(other, next, 0, activity, 1)));
    }

    private NeighbourReader.Answer page(LongPredicate shown) {
        return reader.page(PAGE, shown, state.read(reader.lookups(PAGE)));
    }

    @Test
    void aPagesListIsReadAnewEachTime() {
        progress(5);
        near(PAGE, OTHER, 7);
        active(OTHER, 100);
        assertThat(page(id -> true).evidence()).containsExactly(evidence(OTHER, 7, 100));
        near(PAGE, OTHER, 8);
        active(OTHER, 200);
        var again = page(id -> true);
        assertThat(again.evidence()).containsExactly(evidence(OTHER, 8, 200));
        assertThat(again.completeUntilUs()).isEqualTo(OptionalLong.of(5));
        assertThat(again.partial()).isFalse();
        assertThat(state.rounds()).isEqualTo(2);
    }

    @Test
    void listsOfAHistoryAreRememberedAndSayHowOldTheyAre() {
        progress(5);
        near(PAGE, OTHER, 7);
        active(OTHER, 100);
        var first = reader.recent(List.of(PAGE, OTHER));
        progress(9);
        near(PAGE, OTHER, 8);
        var second = reader.recent(List.of(OTHER, PAGE));
        assertThat(first.evidence()).containsExactly(evidence(OTHER, 7, 100), NeighbourEvidence.NONE);
        assertThat(second.evidence()).containsExactly(NeighbourEvidence.NONE, evidence(OTHER, 7, 100));
        assertThat(second.completeUntilUs()).isEqualTo(OptionalLong.of(5));
        assertThat(state.rounds()).isEqualTo(1);
    }

    @Test
    void onlyWhatIsShownCounts() {
        progress(5);
        near(PAGE, OTHER, 7);
        assertThat(page(code -> code != OTHER.code()).evidence())
                .containsExactly(new NeighbourEvidence(400, 4, List.of()));
        assertThat(state.rounds()).isEqualTo(1);
    }

    @Test
    void whatIsAwayIsToldAndNotRemembered() {
        progress(5);
        near(PAGE, OTHER, 7);
        state.away(QueryableStore.NEIGHBOURS, PAGE);
        var away = reader.recent(List.of(PAGE));
        assertThat(away.away()).isTrue();
        assertThat(away.completeUntilUs()).isEqualTo(OptionalLong.of(Long.MAX_VALUE)); // nothing was used
        state.put(QueryableStore.NEIGHBOURS, OTHER, Neighbours.getDefaultInstance());
        assertThat(reader.recent(List.of(PAGE, OTHER)).completeUntilUs()).isEqualTo(OptionalLong.of(5));
        assertThat(away.evidence()).containsExactly(NeighbourEvidence.NONE);
        state.back();
        active(OTHER, 100);
        assertThat(reader.recent(List.of(PAGE)).evidence()).containsExactly(evidence(OTHER, 7, 100));
    }

    @Test
    void untilActivitiesAreReadAnItemsOwnStandsForThemAndIsNotRemembered() {
        progress(5);
        near(PAGE, OTHER, 7);
        activities.clear();
        var partial = reader.recent(List.of(PAGE));
        assertThat(partial.away()).isFalse();
        assertThat(partial.partial()).isTrue();
        assertThat(partial.evidence())
                .containsExactly(new NeighbourEvidence(400, 4, List.of(new Pair(OTHER, 7, 0, 400, 4))));
        active(OTHER, 100);
        activities.caughtUp();
        var whole = reader.recent(List.of(PAGE));
        assertThat(whole.partial()).isFalse();
        assertThat(whole.evidence()).containsExactly(evidence(OTHER, 7, 100));
    }
}
