package dev.millrace.query.recommend;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.RankedItem;
import dev.millrace.contract.proto.RankedItems;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// One list out of one list per partition. An item lives in one partition, so the lists share no item and the best of
/// all are among the best of each.
public final class TrendingMerge {

    private TrendingMerge() {}

    /// An item with its score in the window.
    public record Ranked(ItemId id, long scoreMicros) {}

    /// All items, best first, ties by item id; ids that are none are left out.
    public static List<Ranked> merge(Collection<RankedItems> lists) {
        return lists.stream()
                .flatMap(list -> list.getItemsList().stream())
                .flatMap(item -> ranked(item).stream())
                .sorted(Comparator.comparingLong(Ranked::scoreMicros).reversed().thenComparing(Ranked::id))
                .toList();
    }

    /// The newest end of the windows; 0 when there is no list.
    public static long asOfMs(Collection<RankedItems> lists) {
        return lists.stream().mapToLong(RankedItems::getAsOfMs).max().orElse(0);
    }

    private static java.util.Optional<Ranked> ranked(RankedItem item) {
        return ItemId.parse(item.getItemId()).map(id -> new Ranked(id, item.getScoreMicros()));
    }
}
