package dev.millrace.streams.catalogue;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.ItemImages;
import dev.millrace.streams.ingest.Fields;
import dev.millrace.streams.ingest.RowChange;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A `dataset` row as a catalogue item. Pure.
final class CatalogueRow {

    private CatalogueRow() {}

    /// The item without its cover; empty for a deleted data set.
    ///
    /// @param sellableStatus accepted values of `status` and `publish_status`; empty accepts all
    /// @param texts how long they may be
    static Optional<CatalogueItem> item(RowChange change, Set<Integer> sellableStatus, BoundedTexts texts) {
        return change.after()
                .filter(row -> row.numberOrZero("is_delete") == 0)
                .map(row -> CatalogueItem.newBuilder()
                        .setItemId(ItemId.dataset(row.id("id")).key())
                        .setTitle(texts.bounded(row.text("dataset_name")))
                        .setDescription(texts.bounded(row.text("description")))
                        .addAllTags(texts.tags(tags(row.text("tag"))))
                        .setSeller(texts.bounded(row.text("create_company_name")))
                        .setPrice(price(row))
                        .setCreatedAtMs(row.numberOrZero("create_time"))
                        .setUpdatedAtMs(row.numberOrZero("update_time"))
                        .setSellable(isSellable(row, sellableStatus))
                        .setPosition(change.position())
                        .build());
    }

    /// Tags of a `;`-separated column, trimmed, without empties and repeats, in source order.
    static List<String> tags(String column) {
        return Arrays.stream(column.split("[;；]", -1))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
    }

    /// URL of the cover: the image that `cover_id` names, else the one with the lowest order (then id);
    /// empty text when there is none.
    static String cover(ItemImages images) {
        Optional<ItemImages.Image> named = images.getImagesList().stream()
                .filter(image -> image.getId() == images.getCoverId())
                .findFirst();
        return named.or(() -> images.getImagesList().stream()
                        .min(Comparator.comparingLong(ItemImages.Image::getOrder)
                                .thenComparingLong(ItemImages.Image::getId)))
                .map(ItemImages.Image::getUrl)
                .orElse("");
    }

    private static String price(Fields row) {
        return row.row().path("price").isNull() || !row.has("price")
                ? ""
                : row.decimalOrZero("price").toPlainString();
    }

    private static boolean isSellable(Fields row, Set<Integer> accepted) {
        return accepted.isEmpty() || (accepts(row, "status", accepted) && accepts(row, "publish_status", accepted));
    }

    private static boolean accepts(Fields row, String column, Set<Integer> accepted) {
        var value = row.number(column);
        return value.isEmpty() || accepted.contains((int) value.getAsLong());
    }
}
