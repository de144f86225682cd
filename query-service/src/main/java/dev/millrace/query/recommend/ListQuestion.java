package dev.millrace.query.recommend;

import dev.millrace.contract.features.Facts;
import dev.millrace.contract.features.PageFacts;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.ActorState;
import dev.millrace.query.recall.Item;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// What a list is made for, once everything has been read.
///
/// @param lambda how much relevance counts against difference, 0..1
/// @param shown which items may be in the list: not the page item, not what the actor owns, not what cannot be bought
/// @param asOfMs time that features are told as of
/// @param chance of this request; empty when nothing is explored
public record ListQuestion(
        Optional<Item> page,
        ActorState actor,
        double lambda,
        Predicate<ItemId> shown,
        int limit,
        long asOfMs,
        Optional<RandomGenerator> chance) {

    PageFacts pageFacts() {
        return page.map(item -> Facts.page(item.facts())).orElse(PageFacts.NONE);
    }
}
