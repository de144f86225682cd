package dev.millrace.stack.cdc;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A shop that trades until it is closed, whatever happens to the connector.
final class ShopTraffic implements AutoCloseable {
    /// Between two transactions: the server and the connector share few cores with the test.
    private static final long PAUSE_NANOS = 2_000_000;
    /// The same when the test takes long, so that a slow machine has no endless backlog to read.
    private static final long LONG_PAUSE_NANOS = 100_000_000;

    private static final int BRISK_TRANSACTIONS = 500;

    private final KillShop shop;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean closing;
    private int sinceDeed;

    private ShopTraffic(KillShop shop) {
        this.shop = shop;
        this.thread = Thread.ofPlatform().name("shop").unstarted(this::trade);
    }

    static ShopTraffic start(KillShop shop) {
        ShopTraffic traffic = new ShopTraffic(shop);
        traffic.thread.start();
        return traffic;
    }

    /// Something else that the shop does between two transactions.
    @FunctionalInterface
    interface Deed<T> {
        T of(KillShop shop) throws Exception;
    }

    /// Returns when it is done.
    <T> T between(Deed<T> deed) throws Exception {
        requireAlive();
        turn.lock();
        try {
            sinceDeed = 0;
            return deed.of(shop);
        } finally {
            turn.unlock();
        }
    }

    /// The last transaction that is committed.
    long transaction() throws Exception {
        return between(KillShop::transaction);
    }

    private void trade() {
        try {
            while (!closing) {
                LockSupport.parkNanos(tradeOnce() < BRISK_TRANSACTIONS ? PAUSE_NANOS : LONG_PAUSE_NANOS);
            }
        } catch (Exception e) { // told to whoever waits for the shop
            failure.set(e);
        }
    }

    /// @return transactions since the last deed
    private int tradeOnce() throws Exception {
        turn.lock();
        try {
            shop.trade();
            return ++sinceDeed;
        } finally {
            turn.unlock();
        }
    }

    private void requireAlive() {
        Optional.ofNullable(failure.get()).ifPresent(error -> {
            throw new IllegalStateException("the shop has stopped trading: " + error.getMessage(), error);
        });
    }

    /// Ends trade; returns when the last transaction is committed.
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        requireAlive();
    }
}
