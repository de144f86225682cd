package dev.millrace.stack.cdc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// Someone who changes, deletes and adds orders without a pause, most of them among the oldest.
final class Buyers implements AutoCloseable {
    private static final int OLDEST = 1_500;

    private final OrderTable orders;
    private final int count;
    private final Random random;
    private final AtomicInteger changes = new AtomicInteger();
    private final CompletableFuture<Void> work;
    private volatile boolean stop;

    /// @param count orders that there are, with ids from 1
    Buyers(OrderTable orders, int count, long seed) {
        this.orders = orders;
        this.count = count;
        this.random = new Random(seed);
        this.work = CompletableFuture.runAsync(this::run);
    }

    private void run() {
        try (Connection connection = orders.connect();
                Statement statement = connection.createStatement()) {
            while (!stop) {
                statement.execute(next());
                changes.incrementAndGet();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the shop cannot write", e);
        }
    }

    private String next() {
        int id = 1 + random.nextInt(random.nextInt(4) == 0 ? count : OLDEST);
        return switch (random.nextInt(10)) {
            case 0 -> "DELETE FROM order_tab WHERE id = " + id;
            case 1 ->
                "INSERT INTO order_tab (id, dataset_id, create_user, price) VALUES (%d, %d, 1, 2) ON DUPLICATE KEY UPDATE"
                                .formatted(id, id % 50)
                        + " price = price + 1";
            default -> "UPDATE order_tab SET price = price + 1 WHERE id = " + id;
        };
    }

    int changes() {
        return changes.get();
    }

    @Override
    public void close() {
        stop = true;
        work.join();
    }
}
