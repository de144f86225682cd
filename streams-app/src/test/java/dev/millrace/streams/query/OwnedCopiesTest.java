package dev.millrace.streams.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.streams.runtime.PartitionState;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OwnedCopiesTest {
    private static final TopicPartition CHANGELOG = new TopicPartition("app-counts-changelog", 2);
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final PartitionState restoring = new PartitionState();
    private final OwnedCopies owned = new OwnedCopies(running::get, restoring);
    private final Object copy = new Object();

    private boolean mayBeAsked(Object asked) {
        return owned.mayBeAsked("counts", 2, asked);
    }

    @Test
    void goesOnWhileTheClientRebalances() {
        running.set(false);
        assertThat(mayBeAsked(copy)).isFalse();
        running.set(true);
        assertThat(mayBeAsked(copy)).isTrue();
        running.set(false);
        assertThat(mayBeAsked(copy)).isTrue();
    }

    @Test
    void isSilentWhileItRestores() {
        assertThat(mayBeAsked(copy)).isTrue();
        restoring.onRestoreStart(CHANGELOG, "counts", 0, 10);
        assertThat(mayBeAsked(copy)).isFalse();
        restoring.onRestoreEnd(CHANGELOG, "counts", 10);
        assertThat(mayBeAsked(copy)).isTrue();
    }

    @Test
    void aPartitionThatWentAwayUnnoticedAndCameBackIsSeenAnew() {
        assertThat(mayBeAsked(copy)).isTrue();
        running.set(false);
        assertThat(mayBeAsked(new Object()))
                .as("opened again, its restoration has not begun")
                .isFalse();
    }

    @Test
    void aCopyThatWasAStandbyMeanwhileIsSeenAnew() {
        assertThat(mayBeAsked(copy)).isTrue();
        running.set(false);
        owned.keep((store, partition) -> false);
        assertThat(mayBeAsked(copy)).isFalse();
    }
}
