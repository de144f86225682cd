package dev.millrace.stack.simulator;

import dev.millrace.stack.load.sql.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes shop changes as the shop's programs would: times are the server's wall clock.
final class ShopWriter implements ChangeWriter<Change.Shop> {
    private static final int REMEMBERED_ORDERS = 5_000;
    private static final String WHERE_ORDER = ", update_time = NOW() WHERE id = ?";

    private final Map<Long, Long> orderIds = new Recent<>(REMEMBERED_ORDERS);
    private @Nullable Sql connected;

    @Override
    public void connected(Connection connection) {
        connected = new Sql(connection);
    }

    @Override
    public int write(Change.Shop change) throws SQLException {
        Sql sql = sql();
        return switch (change) {
            case Change.NewItem item -> offer(item);
            case Change.NewPrice price ->
                sql.change(
                        "UPDATE dataset SET price = ?, update_time = NOW() WHERE id = ?",
                        yuan(price.priceCents()),
                        price.item());
            case Change.NewTitle title ->
                sql.change(
                        "UPDATE dataset SET dataset_name = ?, update_time = NOW() WHERE id = ?",
                        title.title(),
                        title.item());
            case Change.NewImage image ->
                sql.change(
                        "UPDATE dataset_image SET image_url = ? WHERE dataset_id = ? AND image_order = 1",
                        image.imageUrl(),
                        image.item());
            case Change.PlaceOrder order -> place(order);
            case Change.PayOrder order ->
                onOrder(
                        "UPDATE order_tab SET pay_status = %d, pay_time = NOW()".formatted(order.status())
                                + WHERE_ORDER,
                        order.order());
            case Change.CancelOrder order -> cancel(order);
        };
    }

    private int offer(Change.NewItem offer) throws SQLException {
        Sql sql = sql();
        long id = offer.item().id();
        sql.change(
                "INSERT INTO dataset (id, dataset_name, description, tag, price, create_company_name, create_time,"
                        + " update_time) VALUES (?, ?, ?, ?, ?, ?, NOW(), NOW())",
                id,
                offer.text().title(),
                offer.text().description(),
                offer.text().tags(),
                yuan(offer.item().priceCents()),
                offer.text().seller());
        long image = sql.insert(
                "INSERT INTO dataset_image (dataset_id, image_url, image_order) VALUES (?, ?, 1)",
                id,
                offer.imageUrl());
        return 2 + sql.change("UPDATE dataset SET cover_id = ? WHERE id = ?", image, id);
    }

    private int place(Change.PlaceOrder order) throws SQLException {
        long id = sql().insert(
                        "INSERT INTO order_tab (dataset_id, create_user, price, pay_status, create_time, update_time)"
                                + " VALUES (?, ?, ?, 0, NOW(), NOW())",
                        order.item(),
                        order.user(),
                        yuan(order.priceCents()));
        orderIds.put(order.order(), id);
        return 1;
    }

    private int cancel(Change.CancelOrder order) throws SQLException {
        return switch (order.way()) {
            case REFUND -> onOrder("UPDATE order_tab SET pay_status = 3" + WHERE_ORDER, order.order());
            case HIDE -> onOrder("UPDATE order_tab SET is_delete = 1" + WHERE_ORDER, order.order());
            case DELETE -> onOrder("DELETE FROM order_tab WHERE id = ?", order.order());
        };
    }

    /// Nothing when the order was forgotten, or never got a row.
    private int onOrder(String statement, long order) throws SQLException {
        Long id = orderIds.get(order);
        return id == null ? 0 : sql().change(statement, id);
    }

    private Sql sql() {
        return Objects.requireNonNull(connected, "not connected");
    }

    private static BigDecimal yuan(long cents) {
        return BigDecimal.valueOf(cents, 2);
    }
}
