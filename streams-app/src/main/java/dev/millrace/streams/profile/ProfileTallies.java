package dev.millrace.streams.profile;

import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.streams.runtime.Tally;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/// Counts what the bounds of profiles push out.
public final class ProfileTallies {
    private final Tally orders;
    private final Tally actions;
    private final Tally logins;

    public ProfileTallies(ProcessorContext<?, ?> context) {
        orders = Tally.of(context, "profile-orders");
        actions = Tally.of(context, "profile-actions");
        logins = Tally.of(context, "logins-per-visitor");
    }

    /// A profile has changed.
    public void note(ActorProfile before, ActorProfile now) {
        if (now.getOlderOrders().getOrders() > before.getOlderOrders().getOrders()) {
            orders.hit();
        }
        if (counted(now) > counted(before) && now.getActionsCount() == before.getActionsCount()) {
            actions.hit();
        }
        if (now.getSettledUntilMs() > before.getSettledUntilMs()) {
            logins.hit();
        }
    }

    private static long counted(ActorProfile profile) {
        return profile.getViews() + profile.getClicks() + profile.getCarts() + profile.getSearches();
    }
}
