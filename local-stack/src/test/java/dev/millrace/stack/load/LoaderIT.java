package dev.millrace.stack.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stack.embedded.EmbeddedMysql;
import dev.millrace.stack.embedded.MysqlOptions;
import dev.millrace.stack.load.sql.DatabaseAccess;
import dev.millrace.stack.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Loading into a real MySQL whose zone is not UTC.
class LoaderIT {
    private static final Path ROOT = Path.of(System.getProperty("millrace.root", ".."));
    private static final String PREFIX = "matomo_";
    private static final List<String> SHOP_TABLES = List.of("user", "dataset", "order_tab");
    private static final List<String> MATOMO_TABLES = List.of("log_action", "log_visit", "log_link_visit_action");

    @TempDir
    static Path folder;

    private static EmbeddedMysql mysql;

    @BeforeAll
    static void start() {
        mysql = EmbeddedMysql.start(new MysqlOptions(folder.resolve("mysql"), ROOT.resolve(".cache"), 0, "+08:00"));
        mysql.createAccounts();
    }

    @AfterAll
    static void stop() {
        mysql.close();
    }

    @BeforeEach
    void emptyTables() throws SQLException, IOException {
        SmallSets.write(folder.resolve("sets"));
        for (Target target : Target.values()) {
            try (Connection connection = access(target).connect(java.time.Duration.ofSeconds(30))) {
                String name = access(target).name();
                try (var statement = connection.createStatement()) {
                    statement.execute("DROP DATABASE " + name);
                    statement.execute("CREATE DATABASE " + name);
                    statement.execute("USE " + name);
                }
                (target == Target.BUSINESS ? Schema.BUSINESS : Schema.MATOMO).apply(connection);
            }
        }
    }

    @Test
    void loadsEverySetAndASecondRunAddsNothing() throws SQLException {
        int first = loadAll(folder.resolve("sets"), Integer.MAX_VALUE);
        String state = state();
        assertThat(loadAll(folder.resolve("sets"), Integer.MAX_VALUE)).isZero();
        assertThat(state()).isEqualTo(state);
        assertThat(first).isEqualTo(2 + 4 + 5 + 21 + 1 + 3 + 3 + 2 + 5 + 2 + 1);
        assertThat(number(Target.BUSINESS, "SELECT COUNT(*) FROM order_tab WHERE is_delete = 1"))
                .isEqualTo(1);
        assertThat(number(Target.BUSINESS, "SELECT is_delete FROM order_tab ORDER BY create_time LIMIT 12, 1"))
                .as("the newest earlier order of customer 50 and item 10000 was the cancelled one")
                .isEqualTo(1);
        assertThat(number(Target.BUSINESS, "SELECT COUNT(*) FROM millrace_load_mapping"))
                .isEqualTo(2 + 4 + 5 + 21 + 3);
        assertThat(number(
                        Target.MATOMO,
                        "SELECT COUNT(*) FROM matomo_log_visit WHERE HEX(idvisitor) = '0102030405060700'"))
                .isEqualTo(1);
    }

    @Test
    void ukSummerTimeBecomesTheServersWallClock() throws SQLException {
        loadAll(folder.resolve("sets"), Integer.MAX_VALUE);
        // 12:00 in London in July is 11:00 UTC and 19:00 at +08:00.
        assertThat(number(
                        Target.BUSINESS,
                        "SELECT COUNT(*) FROM order_tab WHERE id = 10000001 AND create_time = '2011-07-01 19:00:00'"
                                + " AND pay_time = create_time AND pay_status = 1 AND price = 2.50"))
                .isEqualTo(1);
    }

    @Test
    void whatWasInterruptedAnywhereIsFinishedToTheSameState() throws SQLException, IOException {
        loadAll(folder.resolve("sets"), Integer.MAX_VALUE);
        String whole = state();
        for (int chunks = 1; chunks < 30; chunks += 7) {
            emptyTables();
            stopAfter(chunks);
            loadAll(folder.resolve("sets"), Integer.MAX_VALUE);
            assertThat(state()).as("stopped after %d chunks", chunks).isEqualTo(whole);
        }
    }

    @Test
    void aTakenFixtureIdIsReportedBeforeAnythingIsWritten() throws SQLException {
        execute(Target.MATOMO, "INSERT INTO matomo_log_action (idaction, name, hash, type) VALUES (2, 'x', 1, 1)");
        assertThatThrownBy(() -> load(RealSet.MATOMO, folder.resolve("sets"), Integer.MAX_VALUE, Loader.CHUNK))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("matomo_log_action")
                .hasMessageContaining("up --clean");
        assertThat(number(Target.MATOMO, "SELECT COUNT(*) FROM matomo_log_visit"))
                .isZero();
    }

    @Test
    void rowsOfOthersGetIdsFarFromTheLoadedOnes() throws SQLException {
        loadAll(folder.resolve("sets"), Integer.MAX_VALUE);
        execute(Target.BUSINESS, "INSERT INTO order_tab (dataset_id, create_user) VALUES (1, 1)");
        assertThat(number(Target.BUSINESS, "SELECT MAX(id) FROM order_tab")).isEqualTo(100_000_000);
    }

    @Test
    void theRealSetsFit() throws SQLException {
        Path real = ROOT.resolve("../shared/data").normalize();
        Assumptions.assumeTrue(
                Files.isDirectory(real.resolve("online-retail")), "no real data sets beside the project: not tried");
        assertThat(loadAll(real, 2_000)).isGreaterThan(10_000);
        String state = state();
        assertThat(loadAll(real, 2_000)).isZero();
        assertThat(state()).isEqualTo(state);
    }

    private static int loadAll(Path sets, int limit) throws SQLException {
        int written = 0;
        for (RealSet set : RealSet.values()) {
            written += load(set, sets, limit, Loader.CHUNK);
        }
        return written;
    }

    private static int load(RealSet set, Path sets, int limit, int chunk) throws SQLException {
        try (Loader loader = new Loader(databases(), PREFIX, chunk)) {
            return loader.run(set.plan(sets.resolve(set.label()), limit, PREFIX))
                    .written();
        }
    }

    /// Loads in chunks of three units and breaks off in the middle of one, as a kill would: its transaction is undone.
    private static void stopAfter(int chunks) throws SQLException {
        int left = chunks;
        for (RealSet set : RealSet.values()) {
            LoadPlan plan = set.plan(folder.resolve("sets").resolve(set.label()), Integer.MAX_VALUE, PREFIX);
            Breaking.Counter counter = new Breaking.Counter(left);
            List<LoadStep> steps = plan.steps().stream()
                    .<LoadStep>map(step -> new Breaking(step, counter))
                    .toList();
            try (Loader loader = new Loader(databases(), PREFIX, 3)) {
                loader.run(new LoadPlan(plan.set(), plan.read(), steps, plan.skipped(), plan.notes()));
            } catch (SQLException e) {
                assertThat(e.getMessage()).isEqualTo("broken off");
                return;
            }
            left = counter.left();
        }
    }

    private static Map<Target, DatabaseAccess> databases() {
        return Map.of(Target.BUSINESS, access(Target.BUSINESS), Target.MATOMO, access(Target.MATOMO));
    }

    private static DatabaseAccess access(Target target) {
        var account = mysql.application();
        String name = target == Target.BUSINESS ? "dianshu_backend" : "matomo";
        return new DatabaseAccess("127.0.0.1", mysql.port(), name, account.user(), account.password());
    }

    /// Checksums of all tables that are loaded.
    private static String state() throws SQLException {
        StringBuilder state = new StringBuilder();
        for (String table : SHOP_TABLES) {
            state.append(checksum(Target.BUSINESS, table));
        }
        state.append(checksum(Target.BUSINESS, "millrace_load_mapping"));
        for (String table : MATOMO_TABLES) {
            state.append(checksum(Target.MATOMO, PREFIX + table));
        }
        return state.append(checksum(Target.MATOMO, "millrace_load_mapping")).toString();
    }

    private static String checksum(Target target, String table) throws SQLException {
        return table + "=" + one(target, "CHECKSUM TABLE `" + table + "`", 2) + " ";
    }

    private static long number(Target target, String sql) throws SQLException {
        return one(target, sql, 1);
    }

    private static long one(Target target, String sql, int column) throws SQLException {
        try (Connection connection = access(target).connect(java.time.Duration.ofSeconds(30));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(column);
        }
    }

    private static void execute(Target target, String sql) throws SQLException {
        try (Connection connection = access(target).connect(java.time.Duration.ofSeconds(30));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
