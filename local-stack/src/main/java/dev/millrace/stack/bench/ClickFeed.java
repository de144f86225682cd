package dev.millrace.stack.bench;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.stack.load.ClickStream;
import dev.millrace.stack.load.ClickStream.Click;
import dev.millrace.stack.streams.RawFeed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/// The e-shop clickstream as raw changes of Matomo's tables: sessions become visits, clicks page views.
/// Every tenth visit logs in behind its third click. A pass takes new visits, and its clicks are of the
/// last hour.
final class ClickFeed {
    /// Passes before the one that is measured: until the compiler has seen enough.
    static final int WARM_UP = 8;

    private static final int SEEDED_SESSIONS = 24_000;
    private static final int SEEDED_CLICKS_A_SESSION = 7;
    private static final int SEEDED_ITEMS = 217;
    private static final int LOGIN_EVERY = 10;
    private static final int LOGIN_BEHIND = 3;
    private static final long SPAN_MS = Duration.ofHours(1).toMillis();

    private final List<Click> clicks;
    private final String name;

    private ClickFeed(List<Click> clicks, String name) {
        this.clicks = clicks;
        this.name = name;
    }

    /// The real set when it is in `data`, else a seeded one of its size.
    static ClickFeed from(Path data) {
        Path folder = data.resolve("eshop-clickstream");
        return ClickStream.isIn(folder)
                ? new ClickFeed(ClickStream.read(folder), "eshop-clickstream")
                : new ClickFeed(seeded(), "seeded clicks (the data set eshop-clickstream is not here)");
    }

    private static List<Click> seeded() {
        Random random = new Random(1);
        List<Click> clicks = new ArrayList<>();
        for (int session = 1; session <= SEEDED_SESSIONS; session++) {
            for (int click = random.nextInt(2 * SEEDED_CLICKS_A_SESSION); click >= 0; click--) {
                double skewed = random.nextDouble() * random.nextDouble();
                clicks.add(new Click(session, 1 + (int) (SEEDED_ITEMS * skewed)));
            }
        }
        return clicks;
    }

    /// Where the clicks are from.
    String name() {
        return name;
    }

    /// Clicks in a pass, each of which becomes one interaction.
    int clicks() {
        return clicks.size();
    }

    /// Clicks of an item in a pass.
    long clicksOf(long item) {
        return clicks.stream().filter(click -> click.item() == item).count();
    }

    /// The item of most clicks.
    long mostClicked() {
        Map<Integer, Long> counts = clicks.stream().collect(Collectors.groupingBy(Click::item, Collectors.counting()));
        return Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    /// The pages of all items.
    void pages(RawFeed feed) {
        Set<Integer> items = new HashSet<>();
        clicks.forEach(click -> items.add(click.item()));
        for (int item : items) {
            feed.change(
                    SourceTable.LOG_ACTION, "{\"idaction\":%d}".formatted(item), item, null, """
                    {"idaction":%d,"name":"dataDetail/%d","type":1}""".formatted(item, item));
        }
        feed.beat();
    }

    /// All clicks, with a heartbeat each thousand.
    ///
    /// @param pass from 0
    /// @return records written, heartbeats left out
    long pass(RawFeed feed, int pass) {
        long nowMs = System.currentTimeMillis();
        long base = (long) pass * clicks.size();
        Map<Integer, Integer> clicksOf = new HashMap<>();
        Map<Integer, Long> startOf = new HashMap<>();
        long records = 0;
        for (int number = 0; number < clicks.size(); number++) {
            Click click = clicks.get(number);
            long timeMs = nowMs - SPAN_MS + SPAN_MS * number / clicks.size();
            long visit = base + click.session();
            long startMs = startOf.computeIfAbsent(click.session(), _ -> timeMs);
            int before = clicksOf.merge(click.session(), 1, Integer::sum) - 1;
            if (before == 0) {
                feed.change(SourceTable.LOG_VISIT, visitKey(visit), visit, null, visitRow(visit, startMs, false));
                records++;
            } else if (before == LOGIN_BEHIND && click.session() % LOGIN_EVERY == 0) {
                String anonymous = visitRow(visit, startMs, false);
                feed.change(SourceTable.LOG_VISIT, visitKey(visit), visit, anonymous, visitRow(visit, startMs, true));
                records++;
            }
            view(feed, base + number + 1, visit, click.item(), timeMs);
            records++;
            if (number % 1_000 == 999) {
                feed.beat();
            }
        }
        feed.flush();
        feed.beat();
        return records;
    }

    private static void view(RawFeed feed, long id, long visit, int item, long timeMs) {
        feed.change(SourceTable.LOG_LINK_VISIT_ACTION, "{\"idlink_va\":%d}".formatted(id), visit, null, """
                {"idlink_va":%d,"idsite":1,"idvisit":%d,"server_time":%d,"idaction_url":%d,"idaction_name":null,"idaction_event_category":null,"idaction_event_action":null}""".formatted(
                        id, visit, timeMs, item));
    }

    private static String visitKey(long visit) {
        return "{\"idvisit\":%d}".formatted(visit);
    }

    private static String visitRow(long visit, long startMs, boolean loggedIn) {
        return """
                {"idvisit":%d,"idsite":1,"idvisitor":"%016x","user_id":%s,"visit_first_action_time":%d}""".formatted(visit, visit, loggedIn ? "\"" + visit + "\"" : "null", startMs);
    }
}
