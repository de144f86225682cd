package dev.millrace.contract.features;

import java.util.Map;

/// How much an actor cares for each seller.
public final class SellerShares {
    /// No seller is cared for.
    public static final SellerShares NONE = new SellerShares(Map.of());

    private final LongTable shares;

    /// @param shares seller → share, 0..1; see `Preferences`
    public SellerShares(Map<String, Double> shares) {
        this.shares = new LongTable(shares.size());
        shares.forEach((seller, share) -> {
            if (!seller.isEmpty()) {
                this.shares.add(CatalogueFacts.sellerCode(seller), share);
            }
        });
    }

    /// The share of a seller, 0..1; 0 for one who is unknown.
    ///
    /// @param sellerCode as in [CatalogueFacts]
    public float of(long sellerCode) {
        return sellerCode == 0 ? 0 : Numbers.finite(shares.get(sellerCode), 0);
    }
}
