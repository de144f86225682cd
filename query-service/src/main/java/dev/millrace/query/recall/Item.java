package dev.millrace.query.recall;

import dev.millrace.contract.features.CatalogueFacts;
import dev.millrace.contract.features.Facts;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.profile.TasteItem;
import dev.millrace.contract.proto.CatalogueItem;
import java.util.List;
import java.util.Locale;

/// A catalogue item with its parsed id.
///
/// @param details as published; its `item_id` is the text of `id`
/// @param facts what is compared and ranked by
/// @param taste what the taste of who takes it is made of
/// @param sellable whether it may be shown in a list
public record Item(ItemId id, CatalogueItem details, CatalogueFacts facts, TasteItem taste, boolean sellable) {

    /// An item with the facts that its details say.
    public Item(ItemId id, CatalogueItem details) {
        this(id, details, TasteItem.of(details));
    }

    private Item(ItemId id, CatalogueItem details, TasteItem taste) {
        this(id, details, Facts.catalogue(id, details, taste), taste, details.getSellable());
    }

    /// Tags in the form that is compared: lower case, without repeats.
    public List<String> tagKeys() {
        return taste.tagKeys();
    }

    /// A tag in the form that is compared.
    public static String tagKey(String tag) {
        return tag.toLowerCase(Locale.ROOT);
    }

    /// Who sells it; empty when unknown.
    public String seller() {
        return facts.seller();
    }
}
