package dev.millrace.stack.bench;

import dev.millrace.contract.id.ItemId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// What the users of a shop did in the last six days: four visits each, of five views on average, and a paid order at
/// the end of every other visit. Few items get most of it, as in [SeededSessions]. The same for the same seed.
final class ShopHistories {
    static final int VISITS_A_USER = 4;
    private static final int SEED = 20261127;
    private static final int SECONDS = 6 * 24 * 3_600;
    private static final int YOUNGEST = 3_600;
    private static final double BUYS = 0.5;

    private ShopHistories() {}

    /// A visit.
    ///
    /// @param number from 1
    /// @param items viewed, in their order
    /// @param secondsAgo when it began
    /// @param buys whether the last item is bought
    record Visit(int number, int user, List<Long> items, int secondsAgo, boolean buys) {
        Visit {
            items = List.copyOf(items);
        }
    }

    /// All visits, the oldest first.
    static List<Visit> of(int items, int users) {
        Random random = new Random(SEED);
        SeededSessions sessions = new SeededSessions(items);
        int count = users * VISITS_A_USER;
        List<Visit> visits = new ArrayList<>(count);
        for (int number = 1; number <= count; number++) {
            List<Long> viewed = sessions.next().stream().map(ItemId::number).toList();
            int ago = YOUNGEST + (int) ((long) SECONDS * (count - number) / count);
            visits.add(new Visit(number, 1 + number % users, viewed, ago, random.nextDouble() < BUYS));
        }
        return visits;
    }
}
