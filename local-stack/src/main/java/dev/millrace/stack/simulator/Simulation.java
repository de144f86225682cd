package dev.millrace.stack.simulator;

import dev.millrace.stack.simulator.config.SimulatorConfig;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs the marketplace at its pace and hands each change to the writer of its database.
final class Simulation {
    private final Marketplace marketplace;
    private final WriterLoop<Change.Shop> shop;
    private final WriterLoop<Change.Tracked> matomo;
    private final ApiClient api;
    private final AtomicInteger clickRows = new AtomicInteger();
    private final double rate;

    Simulation(
            SimulatorConfig config,
            Shop open,
            WriterLoop<Change.Shop> shop,
            WriterLoop<Change.Tracked> matomo,
            ApiClient api) {
        this.marketplace = new Marketplace(config.seed(), open.items(), open.users(), open.nextItem());
        this.shop = shop;
        this.matomo = matomo;
        this.api = api;
        this.rate = config.rate();
    }

    /// Until interrupted.
    void run() throws InterruptedException {
        Pace pace = new Pace(rate, System.nanoTime());
        while (true) {
            Change change = marketplace.next();
            TimeUnit.NANOSECONDS.sleep(pace.next(change.rows() + clickRows.getAndSet(0), System.nanoTime()));
            switch (change) {
                case Change.FollowRecommendation asked -> api.follow(asked, this::click);
                case Change.Tracked tracked -> matomo.put(tracked);
                case Change.Shop sold -> shop.put(sold);
            }
        }
    }

    private void click(Change.ClickShown click) {
        clickRows.addAndGet(click.rows());
        matomo.offer(click);
    }
}
