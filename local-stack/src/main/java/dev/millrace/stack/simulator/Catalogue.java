package dev.millrace.stack.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/// The items on offer, the most popular first, and what sellers do to them.
final class Catalogue {
    private static final int NEWEST = 20;
    private static final double FRESH = 0.05;
    private static final int MOST = 50_000;

    private final RandomGenerator random;
    private final ItemTexts texts;
    private final Zipf popularity = new Zipf();
    private final List<Item> byRank;
    private final Map<Long, Integer> images = new HashMap<>();
    private long nextId;

    Catalogue(RandomGenerator random, long seed, List<Item> items, long nextId) {
        this.random = random;
        this.texts = new ItemTexts(random);
        this.byRank = new ArrayList<>(items);
        this.nextId = nextId;
        Collections.shuffle(byRank, new Random(seed));
    }

    /// Somebody's choice: popular items mostly, new ones now and then.
    Item any() {
        int n = byRank.size();
        if (random.nextDouble() < FRESH) {
            return byRank.get(n - 1 - random.nextInt(Math.min(NEWEST, n)));
        }
        return byRank.get(popularity.draw(random, n));
    }

    String searchWord() {
        return texts.searchWord();
    }

    /// A seller adds or changes something.
    Change.Shop change() {
        double kind = random.nextDouble();
        if (kind < 0.2 && byRank.size() < MOST) {
            Item item = new Item(nextId++, "", texts.priceCents());
            ItemTexts.Text text = texts.next();
            byRank.add(item.withTitle(text.title()));
            return new Change.NewItem(item, text, ItemTexts.imageUrl(item.id(), 1));
        }
        int rank = random.nextInt(byRank.size());
        Item item = byRank.get(rank);
        if (kind < 0.6) {
            long price = texts.priceCents();
            byRank.set(rank, item.withPrice(price));
            return new Change.NewPrice(item.id(), price);
        }
        if (kind < 0.85) {
            String title = texts.next().title();
            byRank.set(rank, item.withTitle(title));
            return new Change.NewTitle(item.id(), title);
        }
        int version = images.merge(item.id(), 2, (old, two) -> old + 1);
        return new Change.NewImage(item.id(), ItemTexts.imageUrl(item.id(), version));
    }
}
