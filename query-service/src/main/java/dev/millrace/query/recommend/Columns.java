package dev.millrace.query.recommend;

import dev.millrace.contract.features.CatalogueFacts;
import dev.millrace.contract.features.ItemColumns;

/// Items' own feature columns.
@FunctionalInterface
public interface Columns {

    /// The columns of an item whose windows end at `asOfMs`.
    ///
    /// @param code of the item
    /// @param item its facts as they are now
    ItemColumns of(long code, CatalogueFacts item, long asOfMs);
}
