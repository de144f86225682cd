package dev.millrace.contract.features;

import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.ProfileEntry;

/// When an actor had to do with an item last: he looked at it, clicked on it, put it in a cart or ordered it.
public final class LastSeen {
    /// He has seen nothing.
    public static final LastSeen NONE = LastSeen.of(ActorProfile.getDefaultInstance());

    private final LongTable times;

    private LastSeen(LongTable times) {
        this.times = times;
    }

    /// What a profile still holds.
    public static LastSeen of(ActorProfile profile) {
        LongTable times = new LongTable(profile.getOrdersCount() + profile.getActionsCount());
        profile.getOrdersList().forEach(entry -> note(entry, times));
        profile.getActionsList().forEach(entry -> note(entry, times));
        return new LastSeen(times);
    }

    private static void note(ProfileEntry entry, LongTable times) {
        if (entry.getItem() > 0) {
            times.raise(entry.getItem(), entry.getTimeMs());
        }
    }

    /// The time, 0 for never.
    ///
    /// @param code the item as profiles name it, see `ProfileItems`
    long timeMs(long code) {
        return (long) times.get(code);
    }
}
