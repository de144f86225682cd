package dev.millrace.query.http;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Item;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// How an item is shown.
///
/// @param datasetId its number when it is a data set
/// @param price exact, in yuan; null when unknown
/// @param coverImage null when there is none
record ItemCard(
        String itemId,
        @Nullable Long datasetId,
        String title,
        @Nullable BigDecimal price,
        @Nullable String coverImage) {

    static ItemCard of(Item item) {
        String cover = item.details().getCoverImage();
        return new ItemCard(
                item.id().key(),
                datasetId(item.id()),
                item.details().getTitle(),
                price(item.details().getPrice()),
                cover.isEmpty() ? null : cover);
    }

    static @Nullable Long datasetId(ItemId id) {
        return id.kind() == ItemId.Kind.DATASET ? id.number() : null;
    }

    /// The number in `text`; null when there is none.
    static @Nullable BigDecimal price(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
