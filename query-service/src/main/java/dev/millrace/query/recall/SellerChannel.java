package dev.millrace.query.recall;

import dev.millrace.contract.id.ItemId;
import java.util.List;
import java.util.stream.Stream;

/// Items of the page item's seller: today's trending first, then by item id.
public final class SellerChannel implements RecallChannel {
    static final double SCORE = 0.3;

    private final int maxScan;

    public SellerChannel(int maxScan) {
        this.maxScan = maxScan;
    }

    /// `category`, the reference's word for it.
    @Override
    public String reason() {
        return "category";
    }

    @Override
    public List<Candidate> recall(RecallInput input) {
        String seller = input.page().seller();
        if (seller.isEmpty()) {
            return List.of();
        }
        Stream<ItemId> trending = Stream.concat(input.popularity().day().stream(), input.popularity().week().stream())
                .filter(id -> input.catalogue()
                        .find(id)
                        .filter(item -> item.seller().equals(seller))
                        .isPresent());
        Stream<ItemId> others =
                input.catalogue().ofSeller(seller).limit(maxScan).map(Item::id);
        return Stream.concat(trending, others)
                .distinct()
                .sorted(input.popularity().order())
                .map(id -> new Candidate(id, SCORE))
                .toList();
    }
}
