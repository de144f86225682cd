package dev.millrace.query.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Candidate;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SessionRecallTest {
    private final SessionIndex index = new SessionIndex(100, 100, 10);
    private long time;

    private static List<ItemId> items(long... numbers) {
        return LongStream.of(numbers).mapToObj(ItemId::dataset).toList();
    }

    private void session(long number, long... items) {
        index.put(number, ++time, items(items));
        index.publish();
    }

    private List<Candidate> recall(SessionSettings settings, long... path) {
        return new SessionRecall(index, settings).recall(items(path), _ -> true, 10);
    }

    private List<ItemId> ids(SessionSettings settings, long... path) {
        return recall(settings, path).stream().map(Candidate::id).toList();
    }

    @Test
    void scoresByPlacesAndRarity() {
        session(1, 1, 2, 7);
        session(2, 2, 8);
        session(3, 9, 10);
        session(4, 9, 11);

        List<Candidate> found = recall(new SessionSettings(10, 10, 5, Seen.DROP_CURRENT), 1, 2);

        assertThat(found).extracting(Candidate::id).isEqualTo(items(1, 7, 8));
        double total = 3 * 0.9 + 2 * 0.9;
        assertThat(found.getFirst().score()).isCloseTo(3 * 0.9 * Math.log(4) / (total * Math.log(4)), within(1e-12));
        assertThat(found.getLast().score()).isCloseTo(2 * 0.9 * Math.log(4) / (total * Math.log(4)), within(1e-12));
    }

    @Test
    void anItemThatIsAloneInItsSessionsIsNotKnownAndTakesNoRoom() {
        SessionIndex small = new SessionIndex(100, 2, 10);
        for (int item = 10; item < 20; item++) {
            assertThat(small.put(item, ++time, items(item))).isTrue();
        }
        assertThat(small.put(1, ++time, items(1, 2))).isTrue();
        small.publish();

        SessionRecall recall = new SessionRecall(small, new SessionSettings(10, 10, 5, Seen.DROP_CURRENT));
        assertThat(recall.knows(ItemId.dataset(10))).isFalse();
        assertThat(recall.knows(ItemId.dataset(1))).isTrue();
        assertThat(recall.recall(items(1), _ -> true, 10))
                .extracting(Candidate::id)
                .isEqualTo(items(2));
    }

    @Test
    void itemsOfThePathAreNamedOnlyWhenAsked() {
        session(1, 1, 2);
        session(2, 3, 4);
        assertThat(ids(new SessionSettings(10, 10, 5, Seen.DROP_CURRENT), 1)).isEqualTo(items(2));
        assertThat(ids(new SessionSettings(10, 10, 5, Seen.KEEP), 1)).isEqualTo(items(1, 2));
        session(3, 1, 2, 5);
        assertThat(ids(new SessionSettings(10, 10, 1, Seen.DROP_PATH), 1, 2)).isEqualTo(items(5));
        assertThat(ids(new SessionSettings(10, 10, 1, Seen.DROP_CURRENT), 1, 2)).isEqualTo(items(5, 1));
    }

    @Test
    void anItemThatEverySessionHasIsNamedLast() {
        session(1, 1, 2);
        assertThat(recall(new SessionSettings(10, 10, 5, Seen.DROP_CURRENT), 1))
                .containsExactly(new Candidate(ItemId.dataset(2), 0));
    }

    @Test
    void nothingFollowsFromNothingKnown() {
        session(1, 1, 2);
        assertThat(ids(new SessionSettings(10, 10, 5, Seen.DROP_CURRENT), 77)).isEmpty();
        assertThat(ids(new SessionSettings(10, 10, 5, Seen.DROP_CURRENT))).isEmpty();
    }

    @Test
    void aSessionOfOneItemSaysNothing() {
        session(1, 1);
        assertThat(index.size()).isZero();
        session(1, 1, 2);
        session(1, 2);
        assertThat(index.size()).isZero();
        assertThat(ids(new SessionSettings(10, 10, 5, Seen.DROP_CURRENT), 1)).isEmpty();
    }

    @Test
    void itemsBeyondTheBoundAreLeftOut() {
        SessionIndex small = new SessionIndex(100, 2, 10);
        assertThat(small.put(1, 1, items(1, 2))).isTrue();
        assertThat(small.put(2, 2, items(1, 2, 3))).isFalse();
        small.publish();
        assertThat(small.size()).isEqualTo(2);
    }

    @Test
    void settingsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> new SessionSettings(0, 1, 1, Seen.DROP_CURRENT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SessionSettings(1, 1, 10, Seen.DROP_CURRENT))
                .hasMessageContaining("length 1..9");
    }
}
