package dev.millrace.stack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.awaitility.Awaitility;

/// A busy shop: a thread that orders, pays, cancels, deletes and looks, without a pause, until it is closed. People
/// deal with three items each.
final class Traffic implements AutoCloseable {
    private static final long FIRST_ITEM = 201;
    private static final int ITEMS = 20;
    private static final int PEOPLE = 30;
    private static final int ITEMS_EACH = 3;
    private static final int STEP = 7;

    private final Shop shop;
    private final RandomGenerator random;
    private final List<Long> visits = new ArrayList<>();
    private final List<Long> orders = new ArrayList<>();
    private final AtomicInteger written = new AtomicInteger();
    private final CompletableFuture<Void> done;
    private volatile boolean closing;

    /// @param shop whose connections nobody else uses meanwhile
    Traffic(Shop shop, long seed) throws SQLException {
        this.shop = shop;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (long item : items()) {
            shop.dataset(item, "Item " + item, "busy");
        }
        for (int visitor = 0; visitor < PEOPLE; visitor++) {
            visits.add(shop.visit("%016x".formatted(0xABC000 + visitor)));
        }
        this.done = CompletableFuture.runAsync(
                this::write, task -> Thread.ofPlatform().name("traffic").start(task));
    }

    /// The items that people deal with.
    static List<Long> items() {
        List<Long> items = new ArrayList<>();
        for (long item = FIRST_ITEM; item < FIRST_ITEM + ITEMS; item++) {
            items.add(item);
        }
        return items;
    }

    /// Returns when that many more changes have committed.
    void awaitMore(int changes) {
        int before = written.get();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> done.isDone() || written.get() >= before + changes);
        assertThat(done).as("the writer goes on").isNotDone();
    }

    /// Ends after the change that is being made.
    @Override
    public void close() {
        closing = true;
        done.join();
    }

    private void write() {
        try {
            while (!closing) {
                change();
                written.incrementAndGet();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the shop cannot write", e);
        }
    }

    private void change() throws SQLException {
        int person = random.nextInt(PEOPLE);
        long item = FIRST_ITEM + (person * STEP + random.nextInt(ITEMS_EACH)) % ITEMS;
        switch (orders.isEmpty() ? 0 : random.nextInt(8)) {
            case 3, 4 -> shop.view(visits.get(person), item);
            case 5 -> shop.pay(anOrder());
            case 6 -> shop.cancel(anOrder());
            case 7 -> shop.delete(orders.remove(random.nextInt(orders.size())));
            default -> orders.add(shop.order(item, 1 + person, random.nextInt(2)));
        }
    }

    private long anOrder() {
        return orders.get(random.nextInt(orders.size()));
    }
}
