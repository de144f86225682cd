package dev.millrace.stack.bench;

import dev.millrace.stack.embedded.PrivateFiles;
import dev.millrace.stack.simulator.Main;
import dev.millrace.stack.status.DatabaseLogin;
import dev.millrace.stack.status.StackStatus;
import dev.millrace.stack.supervise.ReadyProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// The simulator beside a stack that runs without one: it fills the shop with as many items as a bench wants, and makes
/// its changes when the bench wants them.
final class SimulatorProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int LOOK_MS = 100;
    /// By which it tells popular items from others.
    static final long SEED = 42;

    private final BenchProcess process;

    private SimulatorProcess(BenchProcess process) {
        this.process = process;
    }

    /// Starts it; returns when the shop is filled.
    ///
    /// @param rate row changes a second; 0 when it shall only fill the shop
    /// @param items of a shop that is empty
    static SimulatorProcess start(StackUnderTest stack, int rate, int items, int users)
            throws IOException, InterruptedException {
        StackStatus status = stack.status();
        int port = stack.ports().simulator();
        Path config = stack.data().config("bench-simulator");
        PrivateFiles.write(config, """
                simulator: {rate: %d, items: %d, users: %d, port: %d, seed: %d}
                query: {url: "%s"}
                databases:
                  business: %s
                  matomo: %s
                """.formatted(
                        rate,
                        items,
                        users,
                        port,
                        SEED,
                        Objects.requireNonNull(status.http().get("query")),
                        login(status, "business"),
                        login(status, "matomo")));
        BenchProcess process = BenchProcess.start(
                "bench-simulator",
                stack.data().logs(),
                List.of("-Xmx768m", "-XX:TieredStopAtLevel=1", "-Dmillrace.config=" + config),
                Main.class.getName(),
                List.of());
        SimulatorProcess simulator = new SimulatorProcess(process);
        try {
            simulator.awaitReady(ReadyProbe.http(port));
            return simulator;
        } catch (BenchException | InterruptedException e) {
            simulator.close();
            throw e;
        }
    }

    private void awaitReady(ReadyProbe probe) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!probe.isReady()) {
            if (!process.alive() || System.nanoTime() > deadline) {
                throw new BenchException("the simulator did not become ready: see " + process.log());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    private static String login(StackStatus status, String role) {
        DatabaseLogin login = Objects.requireNonNull(status.databases().get(role));
        return "{host: \"%s\", port: %d, name: \"%s\", user: \"%s\", password: \"%s\"}"
                .formatted(login.host(), login.port(), login.name(), login.user(), login.password());
    }

    @Override
    public void close() {
        process.close();
    }
}
