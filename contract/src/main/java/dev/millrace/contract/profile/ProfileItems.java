package dev.millrace.contract.profile;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ProfileEntry;
import java.util.Optional;

/// The item of a profile entry, which is kept as a number.
public final class ProfileItems {

    private ProfileItems() {}

    /// As an entry keeps it.
    public static long code(ItemId item) {
        return item.code();
    }

    /// Whether it is about an item: a search is not.
    public static boolean isItem(ProfileEntry entry) {
        return entry.getItem() > 1;
    }

    /// The item; empty for a search.
    public static Optional<ItemId> of(ProfileEntry entry) {
        return isItem(entry) ? Optional.of(ItemId.ofCode(entry.getItem())) : Optional.empty();
    }
}
