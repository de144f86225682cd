package dev.millrace.query.recommend;

import dev.millrace.contract.features.Facts;
import dev.millrace.contract.features.PageFacts;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.ActorState;
import dev.millrace.query.recall.Item;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/// What a list is made for, once everything has been read.
///
/// @param lambda how much relevance counts against difference, 0..1
/// @param kinds of items that may be in it
/// @param unwanted codes of what is not to be in it: the page's item, what the actor owns, what is shown elsewhere
/// @param asOfMs time that features are told as of
/// @param chance of this request; empty when nothing is explored
public record ListQuestion(
        Optional<Item> page,
        ActorState actor,
        double lambda,
        Set<ItemId.Kind> kinds,
        LongPredicate unwanted,
        int limit,
        long asOfMs,
        Optional<RandomGenerator> chance) {

    /// Whether an item that can be bought may be in the list.
    ///
    /// @param code of the item, [ItemId#code]
    public boolean shows(long code) {
        return kinds.contains(ItemId.kindOf(code)) && !unwanted.test(code);
    }

    PageFacts pageFacts() {
        return page.map(item -> Facts.page(item.facts())).orElse(PageFacts.NONE);
    }
}
