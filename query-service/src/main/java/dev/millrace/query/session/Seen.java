package dev.millrace.query.session;

import dev.millrace.contract.id.ItemId;
import java.util.List;
import java.util.Set;

/// What of the path may be proposed again.
public enum Seen {
    /// All of it.
    KEEP,
    /// All but its last item, whose page is shown.
    DROP_CURRENT,
    /// Nothing.
    DROP_PATH;

    /// The items that are not wanted behind a path.
    ///
    /// @param path newest last, not empty
    public Set<ItemId> unwanted(List<ItemId> path) {
        return switch (this) {
            case KEEP -> Set.of();
            case DROP_CURRENT -> Set.of(path.getLast());
            case DROP_PATH -> Set.copyOf(path);
        };
    }
}
