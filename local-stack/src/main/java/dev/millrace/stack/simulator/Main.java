package dev.millrace.stack.simulator;

import dev.millrace.contract.process.ParentWatch;
import dev.millrace.stack.simulator.config.SimulatorConfig;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The simulator's process.
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] args) {
        ParentWatch.startIfAsked();
        try {
            simulate();
        } catch (InterruptedException e) {
            LOG.info("stopped");
        }
    }

    private static void simulate() throws InterruptedException {
        SimulatorConfig config = SimulatorConfig.load();
        LOG.atInfo()
                .addKeyValue("seed", config.seed())
                .addKeyValue("rate", config.rate())
                .addKeyValue("items", config.items())
                .addKeyValue("users", config.users())
                .addKeyValue("business", config.business())
                .addKeyValue("matomo", config.matomo())
                .addKeyValue("query", config.query())
                .log("effective settings");
        SimulatorMetrics metrics = new SimulatorMetrics();
        AtomicBoolean open = new AtomicBoolean();
        var shopLoop = new WriterLoop<>("business", config.business(), new ShopWriter(), metrics);
        var matomoLoop = new WriterLoop<>("matomo", config.matomo(), new MatomoWriter(config.matomoPrefix()), metrics);
        boolean writes = config.rate() > 0;
        HttpPort http = HttpPort.start(
                config.port(),
                () -> open.get() && (!writes || (shopLoop.isConnected() && matomoLoop.isConnected())),
                metrics);
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            main.interrupt();
            http.close();
        }));
        Shop shop = Shop.open(config);
        open.set(true);
        if (!writes) {
            LOG.info("rate is 0: nothing is written");
            main.join();
            return;
        }
        run(config, shop, shopLoop, matomoLoop, metrics);
    }

    private static void run(
            SimulatorConfig config,
            Shop shop,
            WriterLoop<Change.Shop> shopLoop,
            WriterLoop<Change.Tracked> matomoLoop,
            SimulatorMetrics metrics)
            throws InterruptedException {
        Thread.ofPlatform().daemon().name("write-shop").start(shopLoop);
        Thread.ofPlatform().daemon().name("write-matomo").start(matomoLoop);
        String run = "s" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        try (ApiClient api = new ApiClient(config.query(), run, metrics)) {
            new Simulation(config, shop, shopLoop, matomoLoop, api).run();
        }
    }
}
