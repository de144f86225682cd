package dev.millrace.stack.streams;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.InteractionKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// A seeded shop and its Matomo: the life of every row, in an order that is random but for the changes of one
/// row; and what counts in the end, recomputed from the final rows. Rows are read again by snapshots, pages
/// come behind their views, visits log in late.
final class SeededShop {
    static final int ITEMS = 30;
    static final int USERS = 20;
    private static final int DEVICES = 25;
    private static final int VISITS = 120;
    private static final int ORDERS = 400;
    private static final int[] PAID = {1, 5};

    private final Random random;
    private final long endMs;
    private final List<Step> pages = new ArrayList<>();
    private final List<List<Step>> rows = new ArrayList<>();
    private final List<Interaction> standing = new ArrayList<>();
    private long link;

    /// One change of one row.
    record Step(
            SourceTable table,
            String key,
            long route,
            Optional<String> before,
            Optional<String> after,
            boolean snapshot) {
        void send(RawFeed feed) {
            if (snapshot) {
                feed.snapshot(table, key, route, after.orElseThrow());
            } else {
                feed.change(table, key, route, before.orElse(null), after.orElse(null));
            }
        }
    }

    /// What counts in the end.
    ///
    /// @param user whose profile it is in; 0 for nobody's
    /// @param visit of which it is; 0 for an order of the shop
    record Interaction(
            String id, InteractionKind kind, long item, long timeMs, long cents, long user, long number, long visit) {}

    private record Visit(long id, long device, long startMs, long user) {}

    /// @param endMs time of the newest event
    SeededShop(long seed, long endMs) {
        random = new Random(seed);
        this.endMs = endMs;
        for (int item = 1; item <= ITEMS; item++) {
            once(SourceTable.LOG_ACTION, "{\"idaction\":%d}".formatted(item), item, """
                    {"idaction":%d,"name":"dataDetail/%d","type":1}""".formatted(item, item));
            once(SourceTable.LOG_ACTION, "{\"idaction\":%d}".formatted(1_000 + item), 1_000 + item, """
                    {"idaction":%d,"name":"ds:%d","type":5}""".formatted(
                            1_000 + item, item));
        }
        for (int order = 1; order <= ORDERS; order++) {
            order(order);
        }
        List<Visit> visits = visits();
        for (Visit visit : visits) {
            visit(visit, visits);
        }
    }

    /// All changes, those of one row in their order; Matomo writes a page's row before the views that name it.
    List<Step> steps() {
        List<List<Step>> left = new ArrayList<>();
        rows.forEach(row -> left.add(new ArrayList<>(row)));
        List<Step> steps = new ArrayList<>(pages);
        while (!left.isEmpty()) {
            int chosen = random.nextInt(left.size());
            List<Step> row = left.get(chosen);
            steps.add(row.removeFirst());
            if (row.isEmpty()) {
                left.set(chosen, left.getLast());
                left.removeLast();
            }
        }
        return steps;
    }

    /// Everything that counts in the end.
    List<Interaction> standing() {
        return List.copyOf(standing);
    }

    /// Distinct buyers of an item.
    long buyers(long item) {
        return standing.stream()
                .filter(each -> each.kind() == InteractionKind.ORDER && each.item() == item)
                .map(Interaction::user)
                .distinct()
                .count();
    }

    /// Visit → item → when the visit took it last.
    Map<Long, Map<String, Long>> sessions() {
        Map<Long, Map<String, Long>> all = new TreeMap<>();
        standing.stream()
                .filter(each -> each.visit() != 0)
                .forEach(each -> all.computeIfAbsent(each.visit(), _ -> new TreeMap<>())
                        .merge(ItemId.dataset(each.item()).key(), each.timeMs(), Math::max));
        return all;
    }

    private void order(long id) {
        long item = 1 + random.nextInt(ITEMS);
        long user = 1 + random.nextInt(USERS);
        long time = time();
        List<Step> life = new ArrayList<>();
        Optional<String> row = Optional.empty();
        int status = 0;
        int changes = 1 + random.nextInt(4);
        for (int change = 0; change < changes; change++) {
            status = change == 0 && random.nextBoolean() ? 0 : random.nextInt(4) == 0 ? 3 : PAID[random.nextInt(2)];
            String now = """
                    {"id":%d,"dataset_id":%d,"create_user":%d,"price":"%d.50","pay_status":%d,"is_delete":0,"pay_time":%d}""".formatted(id, item, user, id % 40, status, time);
            life.add(step(SourceTable.ORDER_TAB, "{\"id\":%d}".formatted(id), item, row, Optional.of(now)));
            row = Optional.of(now);
            if (random.nextInt(5) == 0) {
                life.add(new Step(
                        SourceTable.ORDER_TAB, "{\"id\":%d}".formatted(id), item, Optional.empty(), row, true));
            }
        }
        boolean deleted = random.nextInt(8) == 0;
        if (deleted) {
            life.add(step(SourceTable.ORDER_TAB, "{\"id\":%d}".formatted(id), item, row, Optional.empty()));
        }
        rows.add(life);
        if (!deleted && (status == 1 || status == 5)) {
            long cents = id % 40 * 100 + 50;
            standing.add(new Interaction("order:" + id, InteractionKind.ORDER, item, time, cents, user, id, 0));
        }
    }

    private List<Visit> visits() {
        List<Visit> visits = new ArrayList<>();
        for (long id = 1; id <= VISITS; id++) {
            long device = 1 + random.nextInt(DEVICES);
            long user = random.nextInt(3) == 0 ? 1 + (device * 2 + random.nextInt(2)) % USERS : 0;
            visits.add(new Visit(id, device, time(), user));
        }
        return visits;
    }

    private void visit(Visit visit, List<Visit> visits) {
        String key = "{\"idvisit\":%d}".formatted(visit.id());
        Optional<String> row = Optional.empty();
        List<Step> life = new ArrayList<>();
        if (visit.user() != 0 && random.nextBoolean()) {
            row = Optional.of(visitRow(visit, "null"));
            life.add(step(SourceTable.LOG_VISIT, key, visit.id(), Optional.empty(), row));
        }
        Optional<String> last = Optional.of(visitRow(visit, visit.user() == 0 ? "null" : "\"" + visit.user() + "\""));
        life.add(step(SourceTable.LOG_VISIT, key, visit.id(), row, last));
        rows.add(life);
        int views = random.nextInt(8);
        for (int view = 0; view < views; view++) {
            view(visit, visits);
        }
        cart(visit, visits);
    }

    private String visitRow(Visit visit, String user) {
        return """
                {"idvisit":%d,"idsite":1,"idvisitor":"%016x","user_id":%s,"visit_first_action_time":%d}""".formatted(visit.id(), visit.device(), user, visit.startMs());
    }

    private void view(Visit visit, List<Visit> visits) {
        long id = ++link;
        long item = 1 + random.nextInt(ITEMS);
        long time = visit.startMs() + random.nextInt(60_000);
        String row = """
                {"idlink_va":%d,"idsite":1,"idvisit":%d,"server_time":%d,"idaction_url":%d,"idaction_name":null}""".formatted(id, visit.id(), time, item);
        String key = "{\"idlink_va\":%d}".formatted(id);
        List<Step> life = new ArrayList<>();
        life.add(step(SourceTable.LOG_LINK_VISIT_ACTION, key, visit.id(), Optional.empty(), Optional.of(row)));
        if (random.nextInt(4) == 0) {
            life.add(step(SourceTable.LOG_LINK_VISIT_ACTION, key, visit.id(), Optional.of(row), Optional.of(row)));
        }
        rows.add(life);
        standing.add(new Interaction(
                "action:" + id, InteractionKind.VIEW, item, time, 0, owner(visit, time, visits), id, visit.id()));
    }

    private void cart(Visit visit, List<Visit> visits) {
        if (random.nextInt(3) != 0) {
            return;
        }
        long item = 1 + random.nextInt(ITEMS);
        long time = visit.startMs() + 1_000;
        String key = "{\"idvisit\":%d,\"idorder\":\"0\",\"idaction_sku\":%d}".formatted(visit.id(), 1_000 + item);
        String in = cartRow(visit, item, time, 0);
        List<Step> life = new ArrayList<>();
        life.add(step(SourceTable.LOG_CONVERSION_ITEM, key, visit.id(), Optional.empty(), Optional.of(in)));
        boolean removed = random.nextBoolean();
        if (removed) {
            String out = cartRow(visit, item, time, 1);
            life.add(step(SourceTable.LOG_CONVERSION_ITEM, key, visit.id(), Optional.of(in), Optional.of(out)));
        } else {
            standing.add(new Interaction(
                    "cart:%d:%d".formatted(visit.id(), 1_000 + item),
                    InteractionKind.CART,
                    item,
                    time,
                    0,
                    owner(visit, time, visits),
                    -1,
                    visit.id()));
        }
        rows.add(life);
    }

    private static String cartRow(Visit visit, long item, long time, int deleted) {
        return """
                {"idvisit":%d,"idorder":"0","idaction_sku":%d,"idsite":1,"server_time":%d,"price":1.5,"quantity":1,"deleted":%d}""".formatted(visit.id(), 1_000 + item, time, deleted);
    }

    /// The rule of docs/decisions/0017, over all visits at once.
    private static long owner(Visit visit, long timeMs, List<Visit> visits) {
        if (visit.user() != 0) {
            return visit.user();
        }
        return visits.stream()
                .filter(other -> other.device() == visit.device() && other.user() != 0)
                .filter(other -> other.startMs() >= timeMs
                        && other.startMs() - timeMs <= Duration.ofDays(30).toMillis())
                .min(Comparator.comparingLong(Visit::startMs).thenComparingLong(Visit::id))
                .map(Visit::user)
                .orElse(0L);
    }

    private void once(SourceTable table, String key, long route, String row) {
        pages.add(step(table, key, route, Optional.empty(), Optional.of(row)));
    }

    private static Step step(
            SourceTable table, String key, long route, Optional<String> before, Optional<String> after) {
        return new Step(table, key, route, before, after, false);
    }

    private long time() {
        return endMs - random.nextLong(Duration.ofDays(6).toMillis()) - 120_000;
    }
}
