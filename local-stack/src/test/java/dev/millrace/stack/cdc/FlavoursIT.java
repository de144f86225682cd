package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.stack.cdc.CoreCases.Outcome;
import dev.millrace.stack.embedded.MariadbServer;
import dev.millrace.stack.embedded.MysqlRelease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A consumer cannot tell which server its records come from: MySQL 8.0, MySQL 9 and MariaDB give the same bytes for
/// the same life of the same rows, over kill -9 and DDL. Only `source` says what it is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FlavoursIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ZONE = "+08:00";
    private static final Path ROOT = Path.of(System.getProperty("millrace.root", ".."));
    private static final long TEN_IN_SHANGHAI = 1_795_399_200_000L; // 2026-11-23 10:00:00 +08:00
    private static final Duration LIFE_LIMIT = Duration.ofMinutes(10); // on a machine that does other things too
    private static final int LIVES_AT_ONCE = 2; // each waits a lot

    @TempDir
    private static Path folder;

    private ExecutorService lives;
    private Future<Outcome> onMysql8;
    private Future<Outcome> onMysql9;
    private Future<Outcome> onMariadb;

    @BeforeAll
    void begin() {
        lives = Executors.newFixedThreadPool(LIVES_AT_ONCE);
        onMysql8 = lives.submit(mysql(MysqlRelease.EIGHT));
        onMysql9 = lives.submit(mysql(MysqlRelease.NINE));
        onMariadb = lives.submit(FlavoursIT::mariadb);
    }

    @AfterAll
    void end() {
        lives.shutdownNow();
    }

    @Test
    void everyChangeArrivesOnceAndInOrderFromMysql8() throws Exception {
        Outcome mysql = ended(onMysql8);

        assertThat(shorthand(mysql.in(CoreCases.ORDERS)))
                .containsExactly(
                        "r1", "r2", "r3", "c10", "u10", "d10", "T10", "d3", "T3", "c103", "c11", "c12", "u1", "d11",
                        "T11", "c13", "d12", "T12");
        assertThat(shorthand(mysql.in(CoreCases.API_ORDERS)))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, CoreCases.UNDER_FIRE + CoreCases.WHILE_AWAY + 1)
                        .mapToObj(id -> "c" + id)
                        .toList());
        assertThat(shorthand(mysql.in(CoreCases.DATASETS))).containsExactlyInAnyOrder("r1", "c2", "r1", "r2");
        assertThat(shorthand(mysql.in(CoreCases.ACTIONS))).containsExactlyInAnyOrder("r1", "c2", "c3");
        assertThat(shorthand(mysql.in(CoreCases.LINKS)))
                .containsExactlyInAnyOrder("r18446744073709551615", "c18446744073709551614");
        assertThat(shorthand(mysql.in(CoreCases.VISITS)))
                .containsExactlyInAnyOrder(
                        "r7", "r18446744073709551614", "c18446744073709551613", "u18446744073709551613", "c8", "c9");
    }

    @Test
    void valuesOfEveryTypeAreRightFromMysql8() throws Exception {
        Outcome mysql = ended(onMysql8);

        assertThat(after(mysql.in(CoreCases.VISITS), "r18446744073709551614"))
                .contains("\"idvisit\":18446744073709551614", "\"idvisitor\":\"1122334455660000\"");
        assertThat(after(mysql.in(CoreCases.VISITS), "c9")).contains("\"idvisitor\":\"1234000000000000\"");
        assertThat(after(mysql.in(CoreCases.ORDERS), "r1")).contains("\"pay_time\":" + TEN_IN_SHANGHAI + ",");
        assertThat(after(mysql.in(CoreCases.ORDERS), "c10")).contains("\"pay_time\":" + TEN_IN_SHANGHAI + ",");
        for (String zeroDate : List.of("r2", "c11")) {
            assertThat(after(mysql.in(CoreCases.ORDERS), zeroDate))
                    .contains("\"pay_time\":null", "\"create_time\":null");
        }
        assertThat(after(mysql.in(CoreCases.DATASETS), "r1"))
                .contains("\"dataset_name\":\"GDP 全国 😀\"", "\"price\":\"9999999999.99\"");
    }

    @Test
    void mysql9GivesTheSameBytes() throws Exception {
        assumeTrue(MysqlRelease.NINE.isIn(SourceServer.CACHE), "no MySQL 9 on this host: run .ci/mysql9");
        assertSame(ended(onMysql9));
    }

    @Test
    void mariadbGivesTheSameBytesAndSaysSoInSource() throws Exception {
        assumeMariadb();
        assertSame(ended(onMariadb));
        for (var message : ended(onMariadb).in(CoreCases.API_ORDERS)) {
            JsonNode source = JSON.readTree(message.value()).get("source");
            assertThat(source.get("connector").asText()).isEqualTo("mariadb");
            assertThat(source.get("gtid").asText()).matches("\\d+-\\d+-\\d+");
            assertThat(source.get("query").isNull()).isTrue();
        }
    }

    @Test
    void aWrongFlavourIsRefusedInWords() throws Exception {
        assertThat(ended(onMysql8).refusal())
                .startsWith("exit code 1\n")
                .contains(
                        "flavour is mariadb but the server is MySQL 8.0.15: set databases.business.flavour to mysql and"
                                + " start the process with the class path of cdc-connector");
        assumeMariadb();
        assertThat(ended(onMariadb).refusal())
                .startsWith("exit code 1\n")
                .contains("flavour is mysql but the server is MariaDB 10.")
                .contains("set databases.business.flavour to mariadb and start the process with the class path of"
                        + " cdc-connector-mariadb");
    }

    private static Outcome ended(Future<Outcome> life) throws Exception {
        return life.get(LIFE_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static void assumeMariadb() {
        assumeTrue(
                MariadbServer.isOnHost(), "no MariaDB 10 on this host: install mariadb-server-core of Debian bookworm");
    }

    private static Callable<Outcome> mysql(MysqlRelease release) {
        return () -> {
            if (!release.isIn(SourceServer.CACHE)) {
                return Outcome.NONE;
            }
            Path own = Files.createDirectories(folder.resolve(release.name()));
            try (ShopServer server =
                    ShopServer.OnMysql.start(SourceServer.start(own.resolve("server"), ZONE, release))) {
                return CoreCases.run(server, own, ConnectorChild.classPath(), mariadbClassPath());
            }
        };
    }

    private static Outcome mariadb() throws Exception {
        if (!MariadbServer.isOnHost()) {
            return Outcome.NONE;
        }
        Path own = Files.createDirectories(folder.resolve("mariadb"));
        try (ShopServer server = ShopServer.OnMariadb.start(own.resolve("server"), ZONE)) {
            return CoreCases.run(server, own, mariadbClassPath(), ConnectorChild.classPath());
        }
    }

    private static String mariadbClassPath() throws Exception {
        return Files.readString(ROOT.resolve("cdc-connector-mariadb/target/classpath.txt"));
    }

    private void assertSame(Outcome other) throws Exception {
        for (String topic : CoreCases.TOPICS) {
            assertThat(bytes(other.in(topic)))
                    .as(topic)
                    .isEqualTo(bytes(ended(onMysql8).in(topic)));
            assertThat(other.in(topic))
                    .noneMatch(message ->
                            message.value() != null && message.value().contains("Jane"));
        }
    }

    /// Partition, key and value of every record, but for when the change was made and what `source` says.
    private static List<String> bytes(List<ConsumerRecord<String, String>> records) throws Exception {
        List<String> texts = new ArrayList<>();
        for (var message : records) {
            texts.add(message.partition() + " " + message.key() + " " + withoutPlace(message.value()));
        }
        return texts;
    }

    private static String withoutPlace(@Nullable String value) throws Exception {
        if (value == null) {
            return "tombstone";
        }
        String source = JSON.readTree(value).get("source").toString();
        return value.replace(source, fieldNames(source)).replaceAll("\"ts_(.?)s\":\\d+", "\"ts_$1s\"");
    }

    private static String fieldNames(String object) throws Exception {
        List<String> names = new ArrayList<>();
        JSON.readTree(object).fieldNames().forEachRemaining(names::add);
        return names.toString();
    }

    private static String after(List<ConsumerRecord<String, String>> records, String shorthand) throws Exception {
        for (var message : records) {
            if (shorthand(message).equals(shorthand)) {
                return JSON.readTree(message.value()).get("after").toString();
            }
        }
        throw new AssertionError("no record " + shorthand);
    }

    private static List<String> shorthand(List<ConsumerRecord<String, String>> records) throws Exception {
        List<String> texts = new ArrayList<>();
        for (var message : records) {
            texts.add(shorthand(message));
        }
        return texts;
    }

    /// `c10`: row 10 was created. `T10`: its tombstone.
    private static String shorthand(ConsumerRecord<String, String> message) throws Exception {
        String id = message.key().replaceAll("\\D", "");
        return (message.value() == null
                        ? "T"
                        : JSON.readTree(message.value()).get("op").asText())
                + id;
    }
}
