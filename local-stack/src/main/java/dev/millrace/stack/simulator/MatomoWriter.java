package dev.millrace.stack.simulator;

import dev.millrace.stack.load.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes visits as Matomo's tracker would: a row for each action, and an update of the visit with it. Times are UTC.
final class MatomoWriter implements ChangeWriter<Change.Tracked> {
    private static final int SITE = 1;
    private static final int REMEMBERED_VISITS = 10_000;
    private static final String SHOP = "shop.example.com/";

    private final String prefix;
    private final ActionNames names;
    private final Map<Long, Visit> visits = new Recent<>(REMEMBERED_VISITS);
    private @Nullable Sql connected;
    private boolean keepsBots;

    MatomoWriter(String prefix) {
        this.prefix = prefix;
        this.names = new ActionNames(prefix);
    }

    /// A visit's rows: its own, its last action's, and the page it is on.
    private static final class Visit {
        private final long id;
        private final byte[] visitor;
        private long lastAction;
        private int position;

        Visit(long id, byte[] visitor) {
            this.id = id;
            this.visitor = visitor;
        }
    }

    /// What one action row says beyond its visit and time.
    private record Action(
            @Nullable Long url,
            @Nullable Long name,
            @Nullable Long category,
            @Nullable Long event,
            @Nullable Integer number,
            @Nullable String requestId,
            @Nullable String click,
            @Nullable Integer searchResults) {

        static Action page(long url, long title) {
            return new Action(url, title, null, null, null, null, null, null);
        }

        static Action search(long keyword, int results) {
            return new Action(null, keyword, null, null, null, null, null, results);
        }
    }

    @Override
    public void connected(Connection connection) throws SQLException {
        connected = new Sql(connection);
        names.forget();
        try (var found = connection.getMetaData().getTables(connection.getCatalog(), null, botTable(), null)) {
            keepsBots = found.next();
        }
    }

    /// Since 5.13; older versions drop what crawlers do.
    private String botTable() {
        return prefix + "log_bot_request";
    }

    @Override
    public int write(Change.Tracked change) throws SQLException {
        int rows = writeRows(change);
        return rows + names.takeAdded();
    }

    private int writeRows(Change.Tracked change) throws SQLException {
        if (change instanceof Change.StartVisit start) {
            return start(start);
        }
        if (change instanceof Change.BotHit hit) {
            return bot(hit);
        }
        Visit visit = visits.get(change.session());
        if (visit == null) {
            return 0;
        }
        return switch (change) {
            case Change.LogIn login -> logIn(visit, login);
            case Change.ViewHome home -> act(visit, Action.page(url(""), title("Data market")));
            case Change.ViewItem view -> act(visit, Action.page(url("dataDetail/" + view.item()), title(view.title())));
            case Change.SearchSite search ->
                act(visit, Action.search(id(ActionNames.SITE_SEARCH, search.keyword()), search.results()));
            case Change.TimeSpent spent -> spend(visit, spent);
            case Change.ClickShown click -> click(visit, click);
            case Change.FollowRecommendation asked -> 0;
            case Change.StartVisit start -> 0;
            case Change.BotHit hit -> 0;
        };
    }

    private int start(Change.StartVisit start) throws SQLException {
        byte[] visitor = HexFormat.of().parseHex(start.visitor());
        // An address of the ranges that are reserved for documentation; it must never leave the database.
        byte[] address = {(byte) 198, 51, 100, visitor[0]};
        long id = sql().insert(
                        "INSERT INTO " + prefix + "log_visit (idsite, idvisitor, visit_last_action_time, config_id,"
                                + " location_ip, user_id, visit_first_action_time, visit_total_actions, visit_total_time)"
                                + " VALUES (?, ?, UTC_TIMESTAMP(), ?, ?, ?, UTC_TIMESTAMP(), 0, 0)",
                        SITE,
                        visitor,
                        visitor,
                        address,
                        start.user() == 0 ? null : String.valueOf(start.user()));
        visits.put(start.session(), new Visit(id, visitor));
        return 1;
    }

    private int logIn(Visit visit, Change.LogIn login) throws SQLException {
        return sql().change(
                        "UPDATE " + prefix + "log_visit SET user_id = ?, visit_last_action_time = UTC_TIMESTAMP()"
                                + " WHERE idvisit = ?",
                        String.valueOf(login.user()),
                        visit.id);
    }

    /// The click event, then the view of the page that the shown link led to.
    private int click(Visit visit, Change.ClickShown click) throws SQLException {
        String page = click.pageItem() == 0 ? "" : "dataDetail/" + click.pageItem();
        Action event = new Action(
                url(page),
                id(ActionNames.EVENT_NAME, "dataset_" + click.item()),
                id(ActionNames.EVENT_CATEGORY, "Recommendation"),
                id(ActionNames.EVENT_ACTION, "Click"),
                click.position(),
                click.requestId(),
                "click_%d_%d".formatted(click.position(), click.item()),
                null);
        String link = "dataDetail/%d?from=recommend&rid=%s&pos=%d"
                .formatted(click.item(), click.requestId(), click.position());
        return act(visit, event) + act(visit, Action.page(url(link), title(click.title())));
    }

    private int act(Visit visit, Action action) throws SQLException {
        visit.lastAction = sql().insert(
                        "INSERT INTO " + prefix + "log_link_visit_action (idsite, idvisitor, idvisit, server_time,"
                                + " idaction_url, idaction_name, idaction_event_category, idaction_event_action, custom_float,"
                                + " custom_dimension_4, custom_dimension_5, search_count, pageview_position, idpageview)"
                                + " VALUES (?, ?, ?, UTC_TIMESTAMP(), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        SITE,
                        visit.visitor,
                        visit.id,
                        action.url(),
                        action.name(),
                        action.category(),
                        action.event(),
                        action.number(),
                        action.requestId(),
                        action.click(),
                        action.searchResults(),
                        ++visit.position,
                        pageView(visit));
        return 1
                + sql().change(
                                "UPDATE " + prefix + "log_visit SET visit_last_action_time = UTC_TIMESTAMP(),"
                                        + " visit_total_actions = visit_total_actions + 1, last_idlink_va = ?,"
                                        + " visit_exit_idaction_url = COALESCE(?, visit_exit_idaction_url),"
                                        + " visit_total_time = TIMESTAMPDIFF(SECOND, visit_first_action_time, UTC_TIMESTAMP())"
                                        + " WHERE idvisit = ?",
                                visit.lastAction,
                                action.url(),
                                visit.id);
    }

    private int spend(Visit visit, Change.TimeSpent spent) throws SQLException {
        if (visit.lastAction == 0) {
            return 0;
        }
        int row = sql().change(
                        "UPDATE " + prefix + "log_link_visit_action SET time_spent = ? WHERE idlink_va = ?",
                        spent.seconds(),
                        visit.lastAction);
        return row
                + sql().change(
                                "UPDATE " + prefix
                                        + "log_visit SET visit_total_time = visit_total_time + ? WHERE idvisit = ?",
                                spent.seconds(),
                                visit.id);
    }

    private int bot(Change.BotHit hit) throws SQLException {
        if (!keepsBots) {
            return 0;
        }
        return sql().change(
                        "INSERT INTO " + botTable() + " (idsite, server_time, idaction_url, bot_name, bot_type,"
                                + " http_status_code) VALUES (?, UTC_TIMESTAMP(), ?, 'ExampleBot', 'search', 200)",
                        SITE,
                        url("dataDetail/" + hit.item()));
    }

    private static String pageView(Visit visit) {
        String digits = "000000" + Long.toString(visit.id * 100 + visit.position, Character.MAX_RADIX);
        return digits.substring(digits.length() - 6);
    }

    private Sql sql() {
        return Objects.requireNonNull(connected, "not connected");
    }

    private long url(String path) throws SQLException {
        return id(ActionNames.PAGE_URL, SHOP + path);
    }

    private long title(String text) throws SQLException {
        return id(ActionNames.PAGE_TITLE, text);
    }

    private long id(int type, String name) throws SQLException {
        return names.idOf(sql(), type, name);
    }
}
