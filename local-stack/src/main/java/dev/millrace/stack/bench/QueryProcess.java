package dev.millrace.stack.bench;

import dev.millrace.query.Main;
import dev.millrace.stack.embedded.FreePorts;
import dev.millrace.stack.supervise.ReadyProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One more query-service beside that of a stack, with its settings but for some.
record QueryProcess(BenchProcess process, int port) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SMALL_MACHINE_CORES = 2;
    private static final int LOOK_MS = 100;

    /// Starts it as the stack starts its own; it need not be ready yet.
    ///
    /// @param settings that differ from the stack's
    static QueryProcess start(String name, StackUnderTest stack, Map<String, String> settings) {
        int port = FreePorts.one();
        List<String> flags = new ArrayList<>(List.of(
                "-Xmx512m",
                "-XX:NewRatio=1",
                "--add-modules",
                "jdk.incubator.vector",
                "-Dlogback.configurationFile=logback-part.xml",
                "-Dmillrace.config=" + stack.data().config("query-service"),
                "-Dvectors.snapshot-folder=",
                "-Dserver.port=" + port));
        if (Runtime.getRuntime().availableProcessors() <= SMALL_MACHINE_CORES) {
            flags.add("-XX:TieredStopAtLevel=1");
        }
        settings.forEach((key, value) -> flags.add("-D" + key + "=" + value));
        return new QueryProcess(
                BenchProcess.start(name, stack.data().logs(), flags, Main.class.getName(), List.of()), port);
    }

    /// Returns when it answers.
    void awaitReady() throws InterruptedException {
        ReadyProbe probe = ReadyProbe.http(port);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!probe.isReady()) {
            if (!process.alive() || System.nanoTime() > deadline) {
                throw new BenchException(process.name() + " did not become ready: see " + process.log());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
