package dev.millrace.stack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Starting and stopping as people do it: ports that are taken, Ctrl-C at bad moments, a supervisor that was
/// killed, starting from nothing. No process survives, and the data of one start is there at the next.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("alone")
class LifecycleIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(60);

    @TempDir
    private static Path data;

    @Test
    @Order(1)
    void aTakenPortIsToldWithItsPurposeAndItsOwner() throws Exception {
        int port = DevCommand.freePorts();
        try (ServerSocket taken = new ServerSocket(port + 4, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            for (String verb : List.of("up", "run")) {
                DevCommand start = start(verb, port);
                assertThat(start.exitCode(STOP)).isEqualTo(1);
                assertThat(start.text())
                        .contains("port " + (port + 4) + ", needed for kafka")
                        .contains("pid " + ProcessHandle.current().pid())
                        .contains("--port")
                        .doesNotContain("\tat ");
            }
        }
        assertThat(processes()).isEmpty();
    }

    @Test
    @Order(2)
    void controlCDuringTheStartLeavesNothing() throws Exception {
        DevCommand run = start("run", DevCommand.freePorts());
        Awaitility.await().atMost(START).until(() -> run.text().contains("kafka          ready"));
        run.interrupt();
        assertThat(run.exitCode(STOP)).isEqualTo(128 + 2);
        assertThat(run.text()).endsWith("stopped\n");
        assertThat(processes()).isEmpty();
        assertThat(state()).isEqualTo("stopped");
    }

    @Test
    @Order(3)
    void runTellsWhatToTryAndControlCStopsEverything() throws Exception {
        int port = DevCommand.freePorts();
        DevCommand run = start("run", port);
        Awaitility.await().atMost(START).until(() -> run.text().contains("Ctrl-C stops everything."));
        assertThat(run.text()).contains("ready after").contains("http://127.0.0.1:" + port + "/hot/trending");
        assertThat(state()).isEqualTo("ready");

        DevCommand second = start("up", DevCommand.freePorts());
        assertThat(second.exitCode(STOP)).isEqualTo(1);
        assertThat(second.text()).contains("a stack already runs on");

        run.interrupt();
        assertThat(run.exitCode(STOP)).isEqualTo(128 + 2);
        assertThat(processes()).isEmpty();
        assertThat(state()).isEqualTo("stopped");
    }

    @Test
    @Order(4)
    void afterAKilledSupervisorTheNextStartContinues() throws Exception {
        RunningStack stack = RunningStack.up(data);
        try (Connection business = stack.database("business");
                Connection matomo = stack.database("matomo")) {
            new Shop(business, matomo).dataset(77, "Kept over a kill", "kill");
        }
        assertThat(DevCommand.run(START, "snapshot", "dataset", "--data-dir", data.toString()))
                .contains("business dataset: 1 rows, done");
        long supervisor = stack.status().at("/processes/supervisor").asLong();
        ProcessHandle killed = ProcessHandle.of(supervisor).orElseThrow();
        killed.destroyForcibly();
        killed.onExit().join();
        assertThat(state()).isEqualTo("stopped");

        DevCommand up = start("up", DevCommand.freePorts());
        Awaitility.await().atMost(START).until(() -> !"stopped".equals(state()));
        assertThat(state()).as("not what the killed supervisor last wrote").isEqualTo("starting");
        assertThat(up.exitCode(START)).isZero();
        try (Connection business = database()) {
            assertThat(titles(business)).containsExactly("Kept over a kill");
        }
    }

    @Test
    @Order(5)
    void cleanBeginsFromNothing() throws Exception {
        DevCommand.run(STOP, "down", "--data-dir", data.toString());
        DevCommand up = start("up", DevCommand.freePorts(), "--clean");
        assertThat(up.exitCode(START)).isZero();
        try (Connection business = database()) {
            assertThat(titles(business)).isEmpty();
        }
    }

    @Test
    @Order(6)
    void resetStopsAndEmpties() throws Exception {
        DevCommand.run(STOP, "reset", "--yes", "--data-dir", data.toString());
        assertThat(processes()).isEmpty();
        assertThat(state()).isEqualTo("stopped");
        assertThat(data.resolve("mysql")).doesNotExist();
        assertThat(data.resolve("kafka")).doesNotExist();
        assertThat(data.resolve("streams")).doesNotExist();
    }

    private static DevCommand start(String verb, int port, String... more) throws IOException {
        return DevCommand.start(Stream.concat(
                        Stream.of(verb, "--port", String.valueOf(port), "--data-dir", data.toString(), "--rate", "0"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static JsonNode status() throws IOException, InterruptedException {
        return JSON.readTree(DevCommand.run(STOP, "status", "--json", "--data-dir", data.toString()));
    }

    private static String state() throws IOException, InterruptedException {
        return status().path("state").asText();
    }

    private static Connection database() throws IOException, InterruptedException, SQLException {
        return RunningStack.connect(status().at("/databases/business"));
    }

    private static List<String> titles(Connection business) throws SQLException {
        List<String> titles = new ArrayList<>();
        try (Statement statement = business.createStatement();
                ResultSet rows = statement.executeQuery("SELECT dataset_name FROM dataset")) {
            while (rows.next()) {
                titles.add(rows.getString(1));
            }
        }
        return titles;
    }

    /// Command lines that name the data folder.
    private static List<String> processes() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(process -> commandLine(process.pid()))
                    .filter(line -> line.contains(data.toString()))
                    .toList();
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it ended meanwhile
        }
    }
}
