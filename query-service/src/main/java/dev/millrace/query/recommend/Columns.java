package dev.millrace.query.recommend;

import dev.millrace.contract.features.ItemColumns;
import dev.millrace.query.recall.Item;

/// Items' own feature columns.
@FunctionalInterface
public interface Columns {

    /// The columns of `item` whose windows end at `asOfMs`.
    ItemColumns of(Item item, long asOfMs);
}
