package dev.millrace.query.recall;

import dev.millrace.contract.id.ItemId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Items that share tags with the page item: most shared tags first, then today's trending, then item id.
///
/// A tag can hang on a large part of the catalogue, so each of the page item's tags gets an equal share of the scan
/// bound and is read newest first; what is trending is looked at whatever its age.
public final class TagChannel implements RecallChannel {
    static final double MAX_SCORE = 0.5;

    private final int maxScan;

    public TagChannel(int maxScan) {
        this.maxScan = maxScan;
    }

    @Override
    public String reason() {
        return "tag";
    }

    @Override
    public List<Candidate> recall(RecallInput input) {
        List<String> tags = input.page().tagKeys();
        if (tags.isEmpty()) {
            return List.of();
        }
        Set<String> wanted = new HashSet<>(tags);
        Comparator<Map.Entry<ItemId, Integer>> mostShared = Comparator.comparingInt(entry -> -entry.getValue());
        return shared(input, tags, wanted).entrySet().stream()
                .sorted(mostShared.thenComparing(
                        Map.Entry::getKey, input.popularity().order()))
                .map(entry -> new Candidate(entry.getKey(), MAX_SCORE * entry.getValue() / wanted.size()))
                .toList();
    }

    private Map<ItemId, Integer> shared(RecallInput input, List<String> tags, Set<String> wanted) {
        Map<ItemId, Item> seen = new LinkedHashMap<>();
        long share = Math.max(1, maxScan / tags.size());
        for (String tag : tags) {
            input.catalogue().withTag(tag).limit(share).forEach(item -> seen.put(item.id(), item));
        }
        List<ItemId> trending = new ArrayList<>(input.popularity().day());
        trending.addAll(input.popularity().week());
        for (ItemId id : trending) {
            Optional<Item> item =
                    seen.containsKey(id) ? Optional.empty() : input.catalogue().find(id);
            item.ifPresent(found -> seen.put(id, found));
        }
        Map<ItemId, Integer> counts = new HashMap<>();
        for (Item item : seen.values()) {
            int count = (int) item.tagKeys().stream().filter(wanted::contains).count();
            if (count > 0) {
                counts.put(item.id(), count);
            }
        }
        return counts;
    }
}
