package dev.millrace.query.recall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.features.ActorFacts;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.profile.Preferences;
import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.ProfileEntry;
import org.junit.jupiter.api.Test;

class ActorStateTest {
    private static ProfileEntry entry(InteractionKind kind, long item, long timeMs) {
        return ProfileEntry.newBuilder()
                .setKind(kind)
                .setItem(item == 0 ? 0 : ItemId.dataset(item).code())
                .setTimeMs(timeMs)
                .build();
    }

    private static final ActorProfile PROFILE = ActorProfile.newBuilder()
            .addOrders(entry(InteractionKind.ORDER, 1, 100))
            .addOrders(entry(InteractionKind.ORDER, 2, 400))
            .addActions(entry(InteractionKind.VIEW, 3, 200))
            .addActions(entry(InteractionKind.VIEW, 2, 300))
            .addActions(entry(InteractionKind.SEARCH, 0, 350))
            .addActions(entry(InteractionKind.CLICK, 4, 500))
            .build();

    private static ActorState state(int maxRecent, long visitSinceMs) {
        return ActorState.of(PROFILE, Preferences.NONE, ActorFacts.NONE, maxRecent, visitSinceMs);
    }

    @Test
    void recentItemsAreMergedFromOrdersAndActionsNewestFirstAndOnce() {
        assertThat(state(10, 0).recent())
                .containsExactly(ItemId.dataset(4), ItemId.dataset(2), ItemId.dataset(3), ItemId.dataset(1));
        assertThat(state(2, 0).recent()).containsExactly(ItemId.dataset(4), ItemId.dataset(2));
    }

    @Test
    void thePathIsWhatTheVisitHasHadOldestFirst() {
        assertThat(state(10, 250).path()).containsExactly(ItemId.dataset(2), ItemId.dataset(4));
        assertThat(state(10, 501).path()).isEmpty();
    }

    @Test
    void whatWasOrderedIsOwned() {
        assertThat(state(10, 0).owned()).containsExactlyInAnyOrder(ItemId.dataset(1), ItemId.dataset(2));
    }
}
