package dev.millrace.stack.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stack.embedded.Account;
import dev.millrace.stack.embedded.EmbeddedMysql;
import dev.millrace.stack.embedded.MysqlOptions;
import dev.millrace.stack.load.sql.DatabaseAccess;
import dev.millrace.stack.schema.Schema;
import dev.millrace.stack.simulator.config.SimulatorConfig;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The simulator on a real MySQL.
class SimulatorIT {
    private static final Path ROOT = Path.of(System.getProperty("millrace.root", ".."));
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static EmbeddedMysql mysql;
    private static SimulatorConfig config;

    @BeforeAll
    static void start() throws SQLException {
        mysql = EmbeddedMysql.start(new MysqlOptions(folder, ROOT.resolve(".cache"), 0, "+08:00"));
        mysql.createAccounts();
        Account account = mysql.application();
        try (Connection shop = mysql.connect("dianshu_backend", account);
                Connection matomo = mysql.connect("matomo", account)) {
            Schema.BUSINESS.apply(shop);
            Schema.MATOMO.apply(matomo);
        }
        config = new SimulatorConfig(
                42,
                200,
                50,
                100,
                0,
                access("dianshu_backend"),
                access("matomo"),
                "matomo_",
                URI.create("http://127.0.0.1:1"));
    }

    @AfterAll
    static void stop() {
        mysql.close();
    }

    private static DatabaseAccess access(String name) {
        Account account = mysql.application();
        return new DatabaseAccess("127.0.0.1", mysql.port(), name, account.user(), account.password());
    }

    @Test
    void fillsTheShopOnceAndWritesWhatIsDecided() throws SQLException, InterruptedException {
        Shop shop = Shop.open(config);
        assertThat(shop.items()).hasSize(50);
        assertThat(shop.users()).isEqualTo(100);
        assertThat(Shop.open(config).items()).isEqualTo(shop.items());

        Marketplace marketplace = new Marketplace(config.seed(), shop.items(), shop.users(), shop.nextItem());
        Map<Class<?>, Integer> counts = new HashMap<>();
        try (Connection business = config.business().connect(PATIENCE);
                Connection matomo = config.matomo().connect(PATIENCE)) {
            business.setAutoCommit(false);
            matomo.setAutoCommit(false);
            ShopWriter shopWriter = new ShopWriter();
            shopWriter.connected(business);
            MatomoWriter matomoWriter = new MatomoWriter("matomo_");
            matomoWriter.connected(matomo);
            for (int i = 0; i < 3_000; i++) {
                Change change = marketplace.next();
                counts.merge(change.getClass(), 1, Integer::sum);
                switch (change) {
                    case Change.FollowRecommendation asked ->
                        matomoWriter.write(
                                new Change.ClickShown(asked.session(), asked.item(), 7, "Seven", "req_it-" + i, 2));
                    case Change.Tracked tracked -> matomoWriter.write(tracked);
                    case Change.Shop sold -> shopWriter.write(sold);
                }
            }
            business.commit();
            matomo.commit();
        }
        assertRows(counts);
    }

    private static void assertRows(Map<Class<?>, Integer> counts) throws SQLException {
        int views = counts.getOrDefault(Change.ViewItem.class, 0) + counts.getOrDefault(Change.ViewHome.class, 0);
        int clicks = counts.getOrDefault(Change.FollowRecommendation.class, 0);
        assertThat(number("matomo", "SELECT COUNT(*) FROM matomo_log_visit"))
                .isEqualTo(counts.getOrDefault(Change.StartVisit.class, 0).longValue());
        assertThat(number("matomo", "SELECT COUNT(*) FROM matomo_log_link_visit_action"))
                .isEqualTo(views + counts.getOrDefault(Change.SearchSite.class, 0) + 2L * clicks);
        assertThat(number("matomo", "SELECT MIN(idvisit) FROM matomo_log_visit"))
                .isEqualTo(100_000_000);
        assertThat(number("matomo", "SELECT SUM(visit_total_actions) FROM matomo_log_visit"))
                .isEqualTo(views + counts.getOrDefault(Change.SearchSite.class, 0) + 2L * clicks);
        assertThat(number(
                        "matomo",
                        "SELECT COUNT(*) FROM matomo_log_link_visit_action v"
                                + " JOIN matomo_log_action c ON c.idaction = v.idaction_event_category AND c.type = 10"
                                + " JOIN matomo_log_action a ON a.idaction = v.idaction_event_action AND a.type = 11"
                                + " JOIN matomo_log_action n ON n.idaction = v.idaction_name AND n.type = 12"
                                + " WHERE c.name = 'Recommendation' AND a.name = 'Click' AND n.name = 'dataset_7'"
                                + " AND custom_float = 2 AND custom_dimension_4 LIKE 'req!_it-%' ESCAPE '!'"
                                + " AND custom_dimension_5 = 'click_2_7'"))
                .isEqualTo(clicks);
        assertThat(number(
                        "matomo",
                        "SELECT COUNT(*) FROM matomo_log_action"
                                + " WHERE type = 1 AND name LIKE 'shop.example.com/dataDetail/7?from=recommend&rid=req!_it-%&pos=2'"
                                + " ESCAPE '!' AND url_prefix = 2 AND hash = CRC32(name)"))
                .isEqualTo(clicks);
        assertThat(number("matomo", "SELECT COUNT(*) - COUNT(DISTINCT type, name) FROM matomo_log_action"))
                .isZero();
        assertThat(number(
                        "matomo",
                        "SELECT MAX(ABS(TIMESTAMPDIFF(SECOND, server_time, UTC_TIMESTAMP())))"
                                + " FROM matomo_log_link_visit_action"))
                .as("Matomo's times are UTC")
                .isLessThan(600);
        assertThat(number("dianshu_backend", "SELECT COUNT(*) FROM dataset"))
                .isEqualTo(50 + counts.getOrDefault(Change.NewItem.class, 0));
        assertThat(number(
                        "dianshu_backend",
                        "SELECT COUNT(*) FROM order_tab WHERE pay_status IN (1, 5)"
                                + " AND ABS(TIMESTAMPDIFF(SECOND, pay_time, NOW())) < 600"))
                .as("the shop's times are the server's wall clock")
                .isPositive();
    }

    @Test
    void writesOnAfterItsConnectionWasKilled() throws SQLException {
        SimulatorMetrics metrics = new SimulatorMetrics();
        var loop = new WriterLoop<>("matomo", config.matomo(), new MatomoWriter("matomo_"), metrics);
        Thread thread = Thread.ofPlatform().daemon().start(loop);
        try {
            loop.offer(new Change.StartVisit(1, "00000000000000a1", 0));
            Awaitility.await().until(() -> visits("00000000000000A1") == 1);
            killConnections();
            loop.offer(new Change.StartVisit(2, "00000000000000a2", 0));
            Awaitility.await().atMost(PATIENCE).until(() -> visits("00000000000000A2") >= 1);
            assertThat(metrics.scrape()).doesNotContain("refused");
        } finally {
            thread.interrupt();
        }
    }

    private static long visits(String visitor) throws SQLException {
        return number("matomo", "SELECT COUNT(*) FROM matomo_log_visit WHERE HEX(idvisitor) = '" + visitor + "'");
    }

    private static void killConnections() throws SQLException {
        try (Connection root = mysql.connect("", mysql.admin());
                var list = root.createStatement();
                var kill = root.createStatement();
                var rows = list.executeQuery(
                        "SELECT id FROM information_schema.processlist WHERE user = 'millrace' AND command = 'Sleep'")) {
            while (rows.next()) {
                kill.execute("KILL " + rows.getLong(1));
            }
        }
    }

    private static long number(String database, String sql) throws SQLException {
        try (Connection connection = mysql.connect(database, mysql.application());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
