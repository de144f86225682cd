package dev.millrace.stack.endtoend;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Writes to the two databases as a shop and Matomo would, and recomputes from them what answers must say.
final class Shop {
    private static final String COUNTS = "is_delete = 0 AND pay_status IN (1, 5)";
    private static final String VIEWS = "SELECT HEX(view.idvisitor), SUBSTRING_INDEX(page.name, '/', -1)"
            + " FROM matomo_log_link_visit_action view JOIN matomo_log_action page ON page.idaction = view.idaction_url";

    private final Connection business;
    private final Connection matomo;

    Shop(Connection business, Connection matomo) {
        this.business = business;
        this.matomo = matomo;
    }

    void dataset(long id, String title, String tags) throws SQLException {
        run(business, "INSERT INTO dataset (id, dataset_name, tag, price) VALUES (?, ?, ?, 9.5)", id, title, tags);
    }

    void rename(long id, String title) throws SQLException {
        run(business, "UPDATE dataset SET dataset_name = ? WHERE id = ?", title, id);
    }

    long order(long item, long user, int payStatus) throws SQLException {
        return run(
                business,
                "INSERT INTO order_tab (dataset_id, create_user, price, pay_status, pay_time) VALUES (?, ?, 9.5, ?, NOW())",
                item,
                user,
                payStatus);
    }

    void pay(long order) throws SQLException {
        run(business, "UPDATE order_tab SET pay_status = 1, pay_time = NOW() WHERE id = ?", order);
    }

    void cancel(long order) throws SQLException {
        run(business, "UPDATE order_tab SET is_delete = 1 WHERE id = ?", order);
    }

    void delete(long order) throws SQLException {
        run(business, "DELETE FROM order_tab WHERE id = ?", order);
    }

    void moveOrder(long order, long item) throws SQLException {
        run(business, "UPDATE order_tab SET dataset_id = ? WHERE id = ?", item, order);
    }

    long visit(String visitorHex) throws SQLException {
        return run(
                matomo,
                "INSERT INTO matomo_log_visit (idsite, idvisitor, visit_last_action_time, config_id, location_ip,"
                        + " visit_first_action_time, visit_total_time)"
                        + " VALUES (1, UNHEX(?), UTC_TIMESTAMP(), UNHEX('0011223344556677'), UNHEX('7F000001'),"
                        + " UTC_TIMESTAMP(), 0)",
                visitorHex);
    }

    void view(long visit, long item) throws SQLException {
        long action = run(
                matomo,
                "INSERT INTO matomo_log_action (name, hash, type, url_prefix) VALUES (?, 0, 1, 2)",
                "shop.example.com/dataDetail/" + item);
        run(
                matomo,
                "INSERT INTO matomo_log_link_visit_action (idsite, idvisitor, idvisit, server_time, idaction_url)"
                        + " SELECT idsite, idvisitor, idvisit, UTC_TIMESTAMP(), ? FROM matomo_log_visit WHERE idvisit = ?",
                action,
                visit);
    }

    /// Paid, live orders by item.
    Map<Long, Long> ordersByItem() throws SQLException {
        Map<Long, Long> counts = new HashMap<>();
        select(
                business,
                "SELECT dataset_id FROM order_tab WHERE " + COUNTS,
                row -> counts.merge(row.getLong(1), 1L, Long::sum));
        return counts;
    }

    /// Revenue in whole cents by item.
    Map<Long, Long> revenueCentsByItem() throws SQLException {
        Map<Long, Long> cents = new HashMap<>();
        select(
                business,
                "SELECT dataset_id, price FROM order_tab WHERE " + COUNTS,
                row -> cents.merge(
                        row.getLong(1), row.getBigDecimal(2).movePointRight(2).longValueExact(), Long::sum));
        return cents;
    }

    /// Page views by item.
    Map<Long, Long> viewsByItem() throws SQLException {
        Map<Long, Long> counts = new HashMap<>();
        select(matomo, VIEWS, row -> counts.merge(row.getLong(2), 1L, Long::sum));
        return counts;
    }

    /// Items that were bought or looked at by the same people, by item. True for people with few items only: the
    /// recommender pairs what is near in a history.
    Map<Long, Set<Long>> neighboursByItem() throws SQLException {
        Map<String, Set<Long>> itemsByActor = new HashMap<>();
        select(
                business,
                "SELECT create_user, dataset_id FROM order_tab WHERE " + COUNTS,
                row -> itemsByActor
                        .computeIfAbsent("user " + row.getString(1), actor -> new HashSet<>())
                        .add(row.getLong(2)));
        select(
                matomo,
                VIEWS,
                row -> itemsByActor
                        .computeIfAbsent("visitor " + row.getString(1), actor -> new HashSet<>())
                        .add(row.getLong(2)));
        Map<Long, Set<Long>> neighbours = new HashMap<>();
        for (Set<Long> items : itemsByActor.values()) {
            for (long item : items) {
                Set<Long> others = new HashSet<>(items);
                others.remove(item);
                neighbours.computeIfAbsent(item, each -> new HashSet<>()).addAll(others);
            }
        }
        return neighbours;
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static void select(Connection connection, String sql, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private static long run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                return keys.next() ? keys.getLong(1) : 0;
            }
        }
    }
}
