package dev.millrace.contract.profile;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ProfileEntry;
import java.util.Optional;

/// The item of a profile entry, which is kept as a number.
public final class ProfileItems {

    private ProfileItems() {}

    /// As an entry keeps it: the number doubled, plus 1 for an API.
    public static long code(ItemId item) {
        return item.number() * 2 + (item.kind() == ItemId.Kind.API ? 1 : 0);
    }

    /// The item; empty for a search.
    public static Optional<ItemId> of(ProfileEntry entry) {
        long number = entry.getItem() / 2;
        if (number <= 0) {
            return Optional.empty();
        }
        return Optional.of(entry.getItem() % 2 == 0 ? ItemId.dataset(number) : ItemId.api(number));
    }
}
