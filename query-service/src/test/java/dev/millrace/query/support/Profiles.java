package dev.millrace.query.support;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.ProfileEntry;
import java.util.List;

/// Profiles for tests.
final class Profiles {

    private Profiles() {}

    /// Data sets ordered, then data sets looked at, each newest last, a second apart, the last one now.
    static ActorProfile of(long nowMs, List<Long> orders, List<Long> views) {
        var profile = ActorProfile.newBuilder().setViews(views.size());
        long timeMs = nowMs - 1_000L * (orders.size() + views.size());
        for (long item : orders) {
            timeMs += 1_000;
            profile.addOrders(entry(InteractionKind.ORDER, item, timeMs).setRevenueCents(100 * item));
        }
        for (long item : views) {
            timeMs += 1_000;
            profile.addActions(entry(InteractionKind.VIEW, item, timeMs));
        }
        return profile.build();
    }

    private static ProfileEntry.Builder entry(InteractionKind kind, long item, long timeMs) {
        return ProfileEntry.newBuilder()
                .setKind(kind)
                .setItem(ItemId.dataset(item).code())
                .setTimeMs(timeMs);
    }
}
