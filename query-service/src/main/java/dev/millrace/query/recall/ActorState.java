package dev.millrace.query.recall;

import dev.millrace.contract.features.ActorFacts;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.profile.Preferences;
import dev.millrace.contract.profile.ProfileItems;
import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.ProfileEntry;
import dev.millrace.query.item.ItemPlaces;
import dev.millrace.query.item.ItemSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Who asks, as his profile tells.
///
/// @param recent items that he had to do with, newest first, each once
/// @param path items of the visit that goes on, oldest first
/// @param owned items of orders that stand, as far as the profile holds them
/// @param preferences by which the catalogue is searched for him
/// @param facts by which candidates are ranked for him
public record ActorState(
        List<ItemId> recent, List<ItemId> path, ItemSet owned, Preferences preferences, ActorFacts facts) {

    /// Far more than sessions look at.
    private static final int MAX_PATH = 20;

    /// Nobody, or somebody of whom nothing is known.
    public static final ActorState UNKNOWN =
            new ActorState(List.of(), List.of(), ItemSet.EMPTY, Preferences.NONE, ActorFacts.NONE);

    public ActorState {
        recent = List.copyOf(recent);
        path = List.copyOf(path);
    }

    /// Of a profile.
    ///
    /// @param maxRecent items at most in `recent`
    /// @param visitSinceMs what he did before it belongs to another visit
    public static ActorState of(
            ActorProfile profile, Preferences preferences, ActorFacts facts, int maxRecent, long visitSinceMs) {
        ItemPlaces owned = new ItemPlaces(profile.getOrdersCount());
        for (ProfileEntry order : profile.getOrdersList()) {
            if (ProfileItems.isItem(order)) {
                owned.of(order.getItem());
            }
        }
        return new ActorState(
                recent(profile, maxRecent),
                path(profile.getActionsList(), visitSinceMs),
                new ItemSet(owned),
                preferences,
                facts);
    }

    /// Both lists are in the order of time, newest last: merged from their ends.
    private static List<ItemId> recent(ActorProfile profile, int max) {
        Set<ItemId> recent = new LinkedHashSet<>();
        int order = profile.getOrdersCount() - 1;
        int action = profile.getActionsCount() - 1;
        while (recent.size() < max && (order >= 0 || action >= 0)) {
            boolean isOrder = action < 0
                    || (order >= 0
                            && profile.getOrders(order).getTimeMs()
                                    >= profile.getActions(action).getTimeMs());
            ProfileEntry newest = isOrder ? profile.getOrders(order--) : profile.getActions(action--);
            ProfileItems.of(newest).ifPresent(recent::add);
        }
        return List.copyOf(recent);
    }

    private static List<ItemId> path(List<ProfileEntry> actions, long sinceMs) {
        List<ItemId> newestFirst = new ArrayList<>();
        for (ProfileEntry action : actions.reversed()) {
            if (action.getTimeMs() < sinceMs || newestFirst.size() == MAX_PATH) {
                break;
            }
            ProfileItems.of(action).ifPresent(newestFirst::add);
        }
        return newestFirst.reversed();
    }
}
