package dev.millrace.query.recall;

import dev.millrace.contract.features.CatalogueColumns;
import dev.millrace.contract.features.CatalogueFacts;
import dev.millrace.query.merge.Channel;
import java.util.List;

/// Items that are described like the page item: by tags, seller and price.
///
/// Score = 0.55 · shared tags to the tags of both + 0.25 for one seller + 0.2 · likeness of prices, which is
/// (1 + lower) / (1 + higher). Looked at are the newest items of each of its tags and of its seller, and those whose
/// prices are nearest: a tag can hang on a large part of the catalogue, so each of them gets an equal share of the scan
/// bound.
public final class ContentChannel implements RecallChannel {
    private static final double TAGS = 0.55;
    private static final double SELLER = 0.25;
    private static final double PRICE = 0.2;
    private static final int CHECKED = 64;

    private final int maxScan;
    private final int limit;

    /// @param maxScan catalogue entries that are looked at
    public ContentChannel(int maxScan, int limit) {
        this.maxScan = maxScan;
        this.limit = limit;
    }

    @Override
    public Channel channel() {
        return Channel.CONTENT;
    }

    @Override
    public boolean applies(RecallInput input) {
        return input.page().isPresent();
    }

    @Override
    public Wait waitsFor(RecallInput input) {
        return Wait.NOTHING;
    }

    @Override
    public Part<List<Candidate>> recall(RecallInput input, Deadline deadline) {
        Item page = input.page().orElseThrow();
        List<String> tags = page.tagKeys();
        double price = page.facts().price();
        int sources = tags.size() + (page.seller().isEmpty() ? 0 : 1) + (Double.isNaN(price) ? 0 : 2);
        Scan scan = new Scan(page.facts(), deadline, Math.max(1, maxScan / Math.max(1, sources)), maxScan);
        for (String tag : tags) {
            scan.read(input.catalogue().withTag(tag, scan.share));
        }
        if (!page.seller().isEmpty()) {
            scan.read(input.catalogue().ofSeller(page.seller(), scan.share));
        }
        if (!Double.isNaN(price)) {
            scan.read(input.catalogue().pricedFrom(price, scan.share));
            scan.read(input.catalogue().pricedBelow(price, scan.share));
        }
        return new Part<>(scan.scores.best(input.shown(), limit), scan.isComplete);
    }

    /// Looks at items until the time is up.
    private static final class Scan {
        private final CatalogueFacts page;
        private final Deadline deadline;
        private final int share;
        private final Scores scores;
        private boolean isComplete = true;
        private int looked;

        Scan(CatalogueFacts page, Deadline deadline, int share, int maxScan) {
            this.page = page;
            this.deadline = deadline;
            this.share = share;
            scores = new Scores(maxScan);
            scores.put(page.code(), 0);
        }

        void read(CatalogueColumns items) {
            int count = Math.min(share, items.size());
            for (int place = 0; isComplete && place < count; place++) {
                if (!scores.has(items.code(place))) {
                    scores.put(items.code(place), likeness(page, items, place));
                }
                looked++;
                isComplete = looked % CHECKED != 0 || !deadline.hasPassed();
            }
        }
    }

    /// 0..1; what is unknown of either is no likeness.
    static double likeness(CatalogueFacts page, CatalogueColumns items, int place) {
        double score = TAGS * items.sharedTags(place, page);
        if (page.sellerCode() != 0 && page.sellerCode() == items.sellerCode(place)) {
            score += SELLER;
        }
        if (!Double.isNaN(page.price()) && !Double.isNaN(items.price(place))) {
            double one = 1 + Math.max(0, page.price());
            double other = 1 + Math.max(0, items.price(place));
            score += PRICE * Math.min(one, other) / Math.max(one, other);
        }
        return score;
    }
}
