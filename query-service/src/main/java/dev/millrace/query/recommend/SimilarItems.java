package dev.millrace.query.recommend;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Candidate;
import dev.millrace.query.recall.Item;
import dev.millrace.query.recall.RecallChannel;
import dev.millrace.query.recall.RecallInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Fills a list from channels in their order: what the first cannot fill the next does, until `limit` items are there.
///
/// Channels are asked only while places are free. Scores of different channels are not comparable, so a back-filled
/// item shows its own score capped by that of the item before it.
public final class SimilarItems {
    private final List<RecallChannel> channels;

    public SimilarItems(List<RecallChannel> channels) {
        this.channels = List.copyOf(channels);
    }

    /// The list for the page item: sellable, of the asked kinds, without the page item and without repeats.
    public List<Recommendation> rank(RecallInput input, Set<ItemId.Kind> kinds, int limit) {
        return rank(input, kinds, Set.of(input.page().id()), limit);
    }

    /// The same without these items.
    public List<Recommendation> rank(RecallInput input, Set<ItemId.Kind> kinds, Set<ItemId> unwanted, int limit) {
        List<Recommendation> list = new ArrayList<>(limit);
        Set<ItemId> used = new HashSet<>(unwanted);
        double cap = 1;
        for (RecallChannel channel : channels) {
            if (list.size() == limit) {
                break;
            }
            for (Candidate candidate : channel.recall(input)) {
                if (list.size() == limit) {
                    break;
                }
                Optional<Item> item = show(input, candidate.id(), kinds);
                if (item.isPresent() && used.add(candidate.id())) {
                    cap = Math.min(cap, rounded(candidate.score()));
                    list.add(new Recommendation(list.size() + 1, item.get(), cap, channel.reason()));
                }
            }
        }
        return list;
    }

    private static Optional<Item> show(RecallInput input, ItemId id, Set<ItemId.Kind> kinds) {
        return kinds.contains(id.kind()) ? input.catalogue().find(id).filter(Item::sellable) : Optional.empty();
    }

    private static double rounded(double score) {
        return Math.round(Math.clamp(score, 0, 1) * 1e6) / 1e6;
    }
}
