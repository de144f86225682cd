package dev.millrace.query.support;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.query.recall.Item;
import java.util.List;

/// Catalogue items for tests.
public final class Items {

    private Items() {}

    /// A sellable data set; higher numbers are newer.
    public static CatalogueItem.Builder dataset(long number) {
        return item(ItemId.dataset(number));
    }

    public static CatalogueItem.Builder item(ItemId id) {
        return CatalogueItem.newBuilder()
                .setItemId(id.key())
                .setTitle("Item " + id.number())
                .setDescription("About item " + id.number())
                .setSeller("seller-" + id.number() % 10)
                .setPrice(id.number() + ".50")
                .setCreatedAtMs(1_700_000_000_000L + id.number() * 1_000)
                .setUpdatedAtMs(1_700_000_500_000L)
                .setSellable(true);
    }

    public static Item of(CatalogueItem details) {
        return new Item(ItemId.parse(details.getItemId()).orElseThrow(), details);
    }

    public static Item tagged(long number, String seller, String... tags) {
        return of(dataset(number).setSeller(seller).addAllTags(List.of(tags)).build());
    }
}
