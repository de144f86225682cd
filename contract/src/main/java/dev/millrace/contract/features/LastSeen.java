package dev.millrace.contract.features;

import dev.millrace.contract.proto.ActorProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

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
        Map<Long, Double> times = new HashMap<>();
        Stream.concat(profile.getOrdersList().stream(), profile.getActionsList().stream())
                .filter(entry -> entry.getItem() > 0)
                .forEach(entry -> times.merge(entry.getItem(), (double) entry.getTimeMs(), Math::max));
        return new LastSeen(new LongTable(times));
    }

    /// The time, 0 for never.
    ///
    /// @param code the item as profiles name it, see `ProfileItems`
    long timeMs(long code) {
        return (long) times.get(code);
    }
}
