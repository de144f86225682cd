package dev.millrace.query.serve;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.id.RequestId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A request for a list.
///
/// @param endpoint last fixed word of its path
/// @param page whose page the list stands on
/// @param actor for whom it is
/// @param kinds of items that may be in it
/// @param excluded items that are shown elsewhere, or not at all
/// @param limit items in it
/// @param source where the request says that it comes from, as the next
/// @param device `mobile`, `tablet`, `desktop` or `unknown`
/// @param mayBeKept whether a list may be served that was made for another request
/// @param chance by whose id what is explored is drawn; empty when nothing is
public record ListRequest(
        String endpoint,
        Optional<ItemId> page,
        Optional<Actor> actor,
        Set<ItemId.Kind> kinds,
        Set<ItemId> excluded,
        int limit,
        String source,
        String device,
        boolean mayBeKept,
        Optional<RequestId> chance) {
    public ListRequest {
        kinds = EnumSet.copyOf(kinds); // asked for every candidate
        excluded = Set.copyOf(excluded);
    }

    /// The same for the rest of a list that begins elsewhere.
    ListRequest rest(Optional<ItemId> page, Set<ItemId> excluded, int limit) {
        return new ListRequest(endpoint, page, actor, kinds, excluded, limit, source, device, mayBeKept, chance);
    }

    /// The same for a list that is made anew.
    public ListRequest anew() {
        return new ListRequest(endpoint, page, actor, kinds, excluded, limit, source, device, false, chance);
    }
}
