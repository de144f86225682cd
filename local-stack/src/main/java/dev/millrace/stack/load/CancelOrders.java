package dev.millrace.stack.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Marks cancelled orders as deleted, by the update that a shop would make at the time of the cancellation.
record CancelOrders(List<Cancellations.Match> matches) implements LoadStep {

    @Override
    public String name() {
        return "online-retail-cancellations";
    }

    @Override
    public Target target() {
        return Target.BUSINESS;
    }

    @Override
    public String table() {
        return "order_tab (cancelled)";
    }

    @Override
    public int units() {
        return matches.size();
    }

    @Override
    public void write(Connection connection, int from, int to) throws SQLException {
        try (var update = connection.prepareStatement(
                "UPDATE order_tab SET is_delete = 1, update_time = FROM_UNIXTIME(?) WHERE id = ?")) {
            for (Cancellations.Match match : matches.subList(from, to)) {
                update.setLong(1, match.cancellation().time());
                update.setLong(2, RetailSet.orderId(match.order()));
                update.addBatch();
            }
            update.executeBatch();
        }
    }
}
