package dev.millrace.stack.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Decides what happens next. Pure: the same seed and the same shop give the same changes, whatever the databases and
/// the API do with them.
final class Marketplace {
    private static final int SESSIONS = 60;
    private static final int LONGEST_SESSION = 25;
    private static final double CATALOGUE = 0.02;
    private static final double SETTLE = 0.09;
    private static final double TAKE_BACK = 0.10;
    private static final double BOT = 0.12;

    private final RandomGenerator random;
    private final Catalogue catalogue;
    private final Orders orders;
    private final Visitors visitors;
    private final List<Session> sessions = new ArrayList<>();
    private final Set<String> seenNames = new HashSet<>();
    private long sessionNumber;

    /// @param items on offer, not empty
    /// @param nextItem id of the next new item
    Marketplace(long seed, List<Item> items, int users, long nextItem) {
        this.random = new SplittableRandom(seed);
        this.catalogue = new Catalogue(random, seed, items, nextItem);
        this.orders = new Orders(random);
        this.visitors = new Visitors(seed, users);
    }

    /// The next change.
    Change next() {
        double kind = random.nextDouble();
        if (kind < CATALOGUE) {
            return catalogue.change();
        }
        if (kind < SETTLE && orders.hasPlaced()) {
            return orders.settle();
        }
        if (kind < TAKE_BACK && kind >= SETTLE && orders.hasPaid()) {
            return orders.takeBack();
        }
        if (kind < BOT && kind >= TAKE_BACK) {
            Item item = catalogue.any();
            return new Change.BotHit(0, item.id(), firstEver("item " + item.id()));
        }
        if (sessions.isEmpty() || (sessions.size() < SESSIONS && random.nextDouble() < 0.2)) {
            return start();
        }
        return act(sessions.get(random.nextInt(sessions.size())));
    }

    private Change start() {
        int visitor = 1 + random.nextInt(visitors.count());
        boolean loggedIn = visitors.canLogIn(visitor) && random.nextBoolean();
        Session session = new Session(++sessionNumber, visitor, loggedIn, 1 + random.nextInt(LONGEST_SESSION));
        sessions.add(session);
        return new Change.StartVisit(session.number, visitors.idOf(visitor), loggedIn ? visitor : 0);
    }

    private Change act(Session session) {
        if (session.actionsLeft-- <= 0) {
            sessions.remove(session);
            return new Change.TimeSpent(session.number, 5 + random.nextInt(120));
        }
        double kind = random.nextDouble();
        if (kind < 0.06) {
            session.page = 0;
            return new Change.ViewHome(session.number, firstEver("home"));
        }
        if (kind < 0.10) {
            session.page = 0;
            String word = catalogue.searchWord();
            return new Change.SearchSite(session.number, word, random.nextInt(40), firstEver("search " + word));
        }
        if (kind < 0.16) {
            return new Change.TimeSpent(session.number, 3 + random.nextInt(60));
        }
        if (kind < 0.24) {
            return new Change.FollowRecommendation(
                    session.number,
                    session.page,
                    visitors.idOf(session.visitor),
                    session.loggedIn ? session.visitor : 0,
                    random.nextDouble());
        }
        if (kind < 0.40 && visitors.canLogIn(session.visitor)) {
            return buy(session);
        }
        return view(session);
    }

    private Change view(Session session) {
        Item item = catalogue.any();
        session.page = item.id();
        return new Change.ViewItem(session.number, item.id(), item.title(), firstEver("item " + item.id()));
    }

    /// An order needs a login first.
    private Change buy(Session session) {
        if (!session.loggedIn) {
            session.loggedIn = true;
            return new Change.LogIn(session.number, session.visitor);
        }
        return orders.place(session.visitor, catalogue.any());
    }

    /// Whether Matomo has to make new rows for a page or a search word; true once for each.
    private boolean firstEver(String name) {
        return seenNames.add(name);
    }
}
