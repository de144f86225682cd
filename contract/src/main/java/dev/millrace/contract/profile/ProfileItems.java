package dev.millrace.contract.profile;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ProfileEntry;
import java.util.Optional;

/// The item of a profile entry, which keeps its [ItemId#code].
public final class ProfileItems {

    private ProfileItems() {}

    /// Whether it is about an item: a search is not.
    public static boolean isItem(ProfileEntry entry) {
        return entry.getItem() > 1;
    }

    /// The item; empty for a search.
    public static Optional<ItemId> of(ProfileEntry entry) {
        return isItem(entry) ? Optional.of(ItemId.ofCode(entry.getItem())) : Optional.empty();
    }
}
