package dev.millrace.stack.bench;

import dev.millrace.contract.id.ItemId;
import dev.millrace.stack.simulator.Zipf;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;

/// Sessions that look like a shop's: few items get most of the clicks, half of the sessions have up to four
/// items and few have many, and some clicks go to a neighbour of the item before. The same for the same
/// seed.
final class SeededSessions {
    private static final int SEED = 20261126;
    private static final int MOST = 50;
    private static final double GOES_ON = 0.75;
    private static final double STAYS_NEAR = 0.5;
    private static final int NEAR = 20;

    private final Random random = new Random(SEED);
    private final Zipf zipf = new Zipf();
    private final int items;

    SeededSessions(int items) {
        this.items = items;
    }

    /// The items of the next session, newest last: 2 at least.
    List<ItemId> next() {
        LinkedHashSet<Integer> taken = new LinkedHashSet<>();
        int item = zipf.draw(random, items);
        taken.add(item);
        while (taken.size() < 2 || (taken.size() < MOST && random.nextDouble() < GOES_ON)) {
            item = random.nextDouble() < STAYS_NEAR
                    ? Math.floorMod(item + random.nextInt(2 * NEAR + 1) - NEAR, items)
                    : zipf.draw(random, items);
            taken.add(item);
        }
        List<ItemId> session = new ArrayList<>(taken.size());
        taken.forEach(one -> session.add(ItemId.dataset(1L + one)));
        return session;
    }
}
