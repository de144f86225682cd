package dev.millrace.query.recall;

import dev.millrace.contract.features.ActorFacts;
import dev.millrace.contract.features.CatalogueColumns;
import dev.millrace.query.merge.Channel;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Items that fit the actor's taste: those with the tags and of the sellers that he cares for most.
///
/// Score = Σ of his shares of the item's tags + half his share of its seller, 0..1.5.
public final class ProfileChannel implements RecallChannel {
    private static final int TAGS = 4;
    private static final int SELLERS = 2;
    private static final double SELLER = 0.5;

    private final int maxScan;
    private final int limit;

    /// @param maxScan catalogue entries that are looked at
    public ProfileChannel(int maxScan, int limit) {
        this.maxScan = maxScan;
        this.limit = limit;
    }

    @Override
    public Channel channel() {
        return Channel.PROFILE;
    }

    @Override
    public boolean applies(RecallInput input) {
        return input.hasActor();
    }

    @Override
    public Wait waitsFor(RecallInput input) {
        return Wait.ACTOR;
    }

    @Override
    public Part<List<Candidate>> recall(RecallInput input, Deadline deadline) {
        Part<ActorState> actor = input.state().actor(deadline);
        Scores scores = new Scores(maxScan);
        int share = Math.max(1, maxScan / (TAGS + SELLERS));
        ActorFacts facts = actor.value().facts();
        for (String tag : best(actor.value().preferences().tags(), TAGS)) {
            add(scores, input.catalogue().withTag(tag, share), share, facts);
        }
        for (String seller : best(actor.value().preferences().sellers(), SELLERS)) {
            add(scores, input.catalogue().ofSeller(seller, share), share, facts);
        }
        return new Part<>(scores.best(input.shown(), limit), actor.complete());
    }

    private static void add(Scores scores, CatalogueColumns items, int share, ActorFacts facts) {
        int count = Math.min(share, items.size());
        for (int place = 0; place < count; place++) {
            long code = items.code(place);
            if (!scores.has(code)) {
                double seller = facts.sellers().of(items.sellerCode(place));
                scores.put(code, items.sum(place, facts.tags()) + SELLER * seller);
            }
        }
    }

    private static List<String> best(Map<String, Double> shares, int count) {
        return shares.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
    }
}
