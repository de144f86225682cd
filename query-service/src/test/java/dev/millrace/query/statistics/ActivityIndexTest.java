package dev.millrace.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Activity;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.query.state.TopicReplica.Applied;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ActivityIndexTest {
    private static final ItemId PAGE = ItemId.dataset(1);

    private final ActivityIndex activities = new ActivityIndex(10);

    @Test
    void activitiesAreThoseOfTheLog() {
        active(PAGE, 50);
        assertThat(activities.of(PAGE.code())).isNotNull();
        assertThat(apply(PAGE.key(), null)).isEqualTo(Applied.TAKEN);
        assertThat(activities.of(PAGE.code())).isNull();
        assertThat(apply("nonsense", new byte[] {2})).isEqualTo(Applied.UNREADABLE);
        assertThat(apply(PAGE.key(), new byte[] {1, 8, 2})).isEqualTo(Applied.UNREADABLE); // an older format
        for (int item = 1; item <= 10; item++) {
            active(ItemId.dataset(item), 1);
        }
        assertThat(apply("ds:11", new byte[] {2})).isEqualTo(Applied.REFUSED);
        assertThat(apply("ds:10", new byte[] {2})).isEqualTo(Applied.TAKEN);
        assertThat(activities.size()).isEqualTo(10);
    }

    @Test
    void clearedItIsEmptyAndIncompleteUntilItHasCaughtUpAnew() {
        assertThat(activities.isComplete()).isFalse();
        active(PAGE, 50);
        activities.caughtUp();
        assertThat(activities.isComplete()).isTrue();
        assertThat(activities.size()).isOne();
        activities.clear();
        assertThat(activities.isComplete()).isFalse();
        assertThat(activities.size()).isZero();
        assertThat(activities.of(PAGE.code())).isNull();
        activities.caughtUp();
        assertThat(activities.isComplete()).isTrue();
    }

    private void active(ItemId item, long strength) {
        apply(
                item.key(),
                QueryableStore.ACTIVITY
                        .serde()
                        .toBytes(Activity.newBuilder()
                                .setStrength(strength)
                                .setActors(1)
                                .build()));
    }

    private Applied apply(String key, byte @Nullable [] value) {
        return activities.apply(new ConsumerRecord<>("log", 0, 0, key, value));
    }
}
