package dev.millrace.stack.bench;

import dev.millrace.stack.load.sql.Column;
import dev.millrace.stack.load.sql.DatabaseAccess;
import dev.millrace.stack.load.sql.TableInsert;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/// Writes histories as rows of the shop and of Matomo, many in a transaction.
final class HistoryRows {
    /// Above all other loaded rows, below what the database numbers itself.
    private static final long FIRST = 50_000_000;

    private static final int VISITS_AT_ONCE = 200;
    private static final int SITE = 1;
    private static final int PAGE_URL = 1;
    private static final int HTTPS = 2;
    private static final int PAID = 1;
    private static final int SECONDS_A_VIEW = 30;
    private static final long VISITOR_MIX = 0x9E3779B97F4A7C15L;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SECONDS_AGO = "UTC_TIMESTAMP() - INTERVAL ? SECOND";
    private static final List<Column> VISIT = List.of(
            Column.of("idvisit"),
            Column.of("idsite"),
            Column.of("idvisitor"),
            Column.of("config_id"),
            Column.of("location_ip"),
            Column.of("user_id"),
            new Column("visit_first_action_time", SECONDS_AGO),
            new Column("visit_last_action_time", SECONDS_AGO),
            Column.of("visit_total_actions"),
            Column.of("visit_total_time"));
    private static final List<Column> URL = List.of(
            Column.of("idaction"), Column.of("name"), Column.of("hash"), Column.of("type"), Column.of("url_prefix"));
    private static final List<Column> VIEW = List.of(
            Column.of("idlink_va"),
            Column.of("idsite"),
            Column.of("idvisitor"),
            Column.of("idvisit"),
            Column.of("idaction_url"),
            Column.of("pageview_position"),
            new Column("server_time", SECONDS_AGO));
    private static final List<Column> ORDER = List.of(
            Column.of("id"),
            Column.of("dataset_id"),
            Column.of("create_user"),
            Column.of("price"),
            Column.of("pay_status"),
            new Column("create_time", "NOW() - INTERVAL ? SECOND"),
            new Column("pay_time", "NOW() - INTERVAL ? SECOND"));

    private final DatabaseAccess shop;
    private final DatabaseAccess matomo;
    private final Set<Long> named = new HashSet<>();
    private long views;
    private long orders;

    HistoryRows(DatabaseAccess shop, DatabaseAccess matomo) {
        this.shop = shop;
        this.matomo = matomo;
    }

    /// Writes all of them.
    ///
    /// @return views and orders
    long write(List<ShopHistories.Visit> visits) throws SQLException {
        try (Connection business = shop.connect(PATIENCE);
                Connection tracked = matomo.connect(PATIENCE)) {
            business.setAutoCommit(false);
            tracked.setAutoCommit(false);
            for (int from = 0; from < visits.size(); from += VISITS_AT_ONCE) {
                var some = visits.subList(from, Math.min(visits.size(), from + VISITS_AT_ONCE));
                visits(tracked, some);
                tracked.commit();
                orders(business, some);
                business.commit();
            }
        }
        return views + orders;
    }

    private void visits(Connection connection, List<ShopHistories.Visit> some) throws SQLException {
        try (TableInsert urls = TableInsert.into(connection, "matomo_log_action", URL);
                TableInsert visits = TableInsert.into(connection, "matomo_log_visit", VISIT);
                TableInsert actions = TableInsert.into(connection, "matomo_log_link_visit_action", VIEW)) {
            for (ShopHistories.Visit visit : some) {
                byte[] visitor = visitor(visit.user());
                int count = visit.items().size();
                int took = count * SECONDS_A_VIEW;
                visits.add(TableInsert.row(
                        FIRST + visit.number(),
                        SITE,
                        visitor,
                        visitor,
                        new byte[4],
                        String.valueOf(visit.user()),
                        visit.secondsAgo(),
                        visit.secondsAgo() - took,
                        count,
                        took));
                for (int i = 0; i < count; i++) {
                    long item = visit.items().get(i);
                    name(urls, item);
                    actions.add(TableInsert.row(
                            FIRST + ++views,
                            SITE,
                            visitor,
                            FIRST + visit.number(),
                            FIRST + item,
                            i + 1,
                            visit.secondsAgo() - i * SECONDS_A_VIEW));
                }
            }
            urls.send();
            visits.send();
            actions.send();
        }
    }

    private void name(TableInsert urls, long item) throws SQLException {
        if (named.add(item)) {
            String url = "shop.example.com/dataDetail/" + item;
            CRC32 crc = new CRC32();
            crc.update(url.getBytes(StandardCharsets.UTF_8));
            urls.add(TableInsert.row(FIRST + item, url, crc.getValue(), PAGE_URL, HTTPS));
        }
    }

    private void orders(Connection connection, List<ShopHistories.Visit> some) throws SQLException {
        try (TableInsert insert = TableInsert.into(connection, "order_tab", ORDER)) {
            for (ShopHistories.Visit visit : some) {
                if (visit.buys()) {
                    int ago = visit.secondsAgo() - visit.items().size() * SECONDS_A_VIEW;
                    insert.add(TableInsert.row(
                            FIRST + ++orders, visit.items().getLast(), visit.user(), "1.00", PAID, ago, ago));
                }
            }
            insert.send();
        }
    }

    private static byte[] visitor(int user) {
        return ByteBuffer.allocate(Long.BYTES).putLong(user * VISITOR_MIX).array();
    }
}
