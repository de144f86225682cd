package dev.millrace.stack.simulator;

import dev.millrace.stack.load.sql.IdRanges;
import dev.millrace.stack.simulator.config.SimulatorConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shop as the simulator finds it when it starts, filled first if it was empty.
///
/// @param items on offer, by id
/// @param users how many simulated users there are
/// @param nextItem the first free id
record Shop(List<Item> items, int users, long nextItem) {
    private static final Logger LOG = LoggerFactory.getLogger(Shop.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_MS = 500;

    Shop {
        items = List.copyOf(items);
    }

    /// Waits until both databases answer and have their tables.
    static Shop open(SimulatorConfig config) throws InterruptedException {
        while (true) {
            try (Connection shop = config.business().connect(PATIENCE);
                    Connection matomo = config.matomo().connect(PATIENCE)) {
                IdRanges.reserveMatomo(matomo, config.matomoPrefix());
                return open(shop, config);
            } catch (SQLException e) {
                LOG.atInfo().addKeyValue("error", e.getMessage()).log("waiting for the databases and their tables");
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        }
    }

    private static Shop open(Connection shop, SimulatorConfig config) throws SQLException {
        boolean filled = ShopFill.ifEmpty(shop, config.seed(), config.items(), config.users());
        IdRanges.reserveShop(shop);
        long users = highest(shop, "user");
        long next = highest(shop, "dataset") + 1;
        List<Item> items = ShopFill.items(shop);
        LOG.atInfo()
                .addKeyValue("items", items.size())
                .addKeyValue("users", users)
                .addKeyValue("new", filled)
                .log("shop is open");
        return new Shop(items, Math.toIntExact(Math.max(1, users)), next);
    }

    private static long highest(Connection shop, String table) throws SQLException {
        try (var select = shop.prepareStatement("SELECT COALESCE(MAX(id), 0) FROM `" + table + "` WHERE id < ?")) {
            select.setLong(1, IdRanges.FIRST_LOADED);
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
