package dev.millrace.query.cache;

import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import dev.millrace.query.recommend.Recommendation;
import dev.millrace.query.serve.ListAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A list that is kept: items, their scores and where these come from count; what an item looks like, and whether it is
/// sold, is asked for anew each time.
///
/// @param page the item on whose page it stands as it was then
/// @param stamp of its inputs
/// @param madeNanos when it was begun, `System.nanoTime`
/// @param maxAge how long it may be served while its inputs have not changed
record CachedList(ListAnswer answer, Optional<Item> page, ListInputs.Stamp stamp, long madeNanos, Duration maxAge) {
    private static final int LIST_BYTES = 400;
    private static final int ITEM_BYTES = 250;

    /// What it takes in memory, about.
    int bytes() {
        int bytes = LIST_BYTES;
        for (Recommendation item : answer.items()) {
            bytes += ITEM_BYTES + Float.BYTES * item.features().length;
        }
        return bytes;
    }

    Duration age(long nowNanos) {
        return Duration.ofNanos(Math.max(0, nowNanos - madeNanos));
    }

    /// The list with items as they are now; empty when one of them, or the page's, is not sold any more, or the page's
    /// item has changed.
    Optional<ListAnswer> now(Catalogue catalogue, long nowNanos) {
        if (page.isPresent() && catalogue.at(page.get().id().code()) != page.get()) {
            return Optional.empty();
        }
        List<Recommendation> items = new ArrayList<>(answer.items().size());
        for (Recommendation item : answer.items()) {
            Item known = catalogue.at(item.merged().code());
            if (known == null || !known.sellable()) {
                return Optional.empty();
            }
            items.add(item.showing(known));
        }
        return Optional.of(answer.again(items, age(nowNanos)));
    }

    /// What is left of the list for when none can be made: items that are not sold any more are left out; empty when
    /// nothing is left, or the page's item is not sold any more.
    Optional<CachedList> left(Catalogue catalogue, long nowNanos) {
        if (page.isPresent() && !catalogue.sells(page.get().id().code())) {
            return Optional.empty();
        }
        List<Recommendation> items = new ArrayList<>(answer.items().size());
        for (Recommendation item : answer.items()) {
            Item known = catalogue.at(item.merged().code());
            if (known != null && known.sellable()) {
                items.add(item.showing(known).at(items.size() + 1));
            }
        }
        return items.isEmpty()
                ? Optional.empty()
                : Optional.of(new CachedList(
                        answer.again(items, age(nowNanos)).asLastGood(), page, stamp, madeNanos, maxAge));
    }
}
