package dev.millrace.stack.cdc;

import dev.millrace.stack.embedded.EmbeddedMysql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// A shop that raises the price of its orders by one, again and again, so that the prices of an order in its topic must
/// be 0, 1, 2, … without a gap or a repeat. It waits for a server that is away.
final class SteadyShop implements AutoCloseable {
    static final int ORDERS = 20;

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration AWAY = Duration.ofMillis(200);
    private static final int TRANSACTIONS_BETWEEN_LARGE_ONES = 10;

    private final AtomicReference<EmbeddedMysql> server;
    private final ReentrantLock working = new ReentrantLock(true);
    private final Thread thread;
    private volatile boolean closing;

    SteadyShop(EmbeddedMysql server) {
        this.server = new AtomicReference<>(server);
        this.thread = Thread.ofPlatform().daemon().name("shop").start(this::run);
    }

    static void open(EmbeddedMysql server) throws SQLException {
        try (Connection connection = server.connect("dianshu_backend", server.application());
                Statement statement = connection.createStatement()) {
            for (int id = 1; id <= ORDERS; id++) {
                statement.execute(
                        "INSERT INTO order_tab (id, dataset_id, create_user) VALUES (%d, %d, 9)".formatted(id, id));
            }
        }
    }

    /// The shop writes there from now on.
    void moveTo(EmbeddedMysql other) {
        server.set(other);
    }

    /// Stops writing, so that nothing is under way when `work` begins.
    void whilePaused(Work work) throws Exception {
        working.lockInterruptibly();
        try {
            work.run();
        } finally {
            working.unlock();
        }
    }

    /// Order → its price.
    Map<Long, Integer> prices() throws SQLException {
        EmbeddedMysql mysql = Objects.requireNonNull(server.get());
        Map<Long, Integer> prices = new TreeMap<>();
        try (Connection connection = mysql.connect("dianshu_backend", mysql.application());
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id, price FROM order_tab")) {
            while (rows.next()) {
                prices.put(rows.getLong(1), rows.getInt(2));
            }
        }
        return prices;
    }

    private void run() {
        long step = 0;
        while (!closing) {
            EmbeddedMysql mysql = Objects.requireNonNull(server.get());
            try (Connection connection = mysql.connect("dianshu_backend", mysql.application());
                    Statement statement = connection.createStatement()) {
                while (!closing && server.get() == mysql) {
                    working.lock();
                    try {
                        statement.execute(raise(step++));
                    } finally {
                        working.unlock();
                    }
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            } catch (SQLException e) {
                LockSupport.parkNanos(AWAY.toNanos());
            }
        }
    }

    private static String raise(long step) {
        String all = "UPDATE order_tab SET price = price + 1";
        return step % TRANSACTIONS_BETWEEN_LARGE_ONES == 0 ? all : all + " WHERE id = " + (1 + step % ORDERS);
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join();
    }

    /// Something that a test does.
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }
}
