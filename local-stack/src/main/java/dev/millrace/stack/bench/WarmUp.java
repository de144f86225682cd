package dev.millrace.stack.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Brings a stack that has just started to its ordinary speed. First it is left alone until it has caught up with the
/// shop, as its own answers say; then probes warm their paths, and what they measure is thrown away.
final class WarmUp {
    /// Most cycles of one probe of each kind.
    static final int MOST_CYCLES = 150;

    private static final Duration LEAST = Duration.ofSeconds(40);
    private static final Duration MOST = Duration.ofMinutes(9);
    private static final Duration PROBE_BOUND = Duration.ofSeconds(60);
    private static final long BEHIND_MS = 3_000;
    private static final int CAUGHT_UP_SECONDS = 5;
    private static final int LEAST_CYCLES = 20;
    private static final int QUICK_CYCLES = 5;
    private static final double QUICK_MS = 1_000;

    private final KeepAlive api;
    private final PrintStream out;
    private final long beginNs = System.nanoTime();

    WarmUp(KeepAlive api, PrintStream out) {
        this.api = api;
        this.out = out;
    }

    /// Returns when the stack is warm.
    ///
    /// @throws BenchException when it does not get there
    void run(Probes probes, ProbeRun run) throws SQLException, InterruptedException, IOException {
        out.printf("warming up for at least %d s%n", LEAST.toSeconds());
        awaitCaughtUp();
        out.printf("caught up after %d s, warming probes%n", seconds());
        int quick = 0;
        for (int cycle = 1; cycle <= MOST_CYCLES; cycle++) {
            Stages stages = new Stages();
            for (ProbeKind kind : ProbeKind.values()) {
                run.run(probes.next(kind), PROBE_BOUND, stages);
            }
            quick = stages.of(Stages.Stage.WHOLE).at(100) < QUICK_MS ? quick + 1 : 0;
            if (cycle >= LEAST_CYCLES && quick >= QUICK_CYCLES) {
                out.printf("warm after %d s%n", seconds());
                return;
            }
        }
        throw new BenchException("the stack does not keep up: after %d s changes are not seen within %.0f ms"
                .formatted(seconds(), QUICK_MS));
    }

    private void awaitCaughtUp() throws InterruptedException, IOException {
        int caughtUp = 0;
        while (caughtUp < CAUGHT_UP_SECONDS || seconds() < LEAST.toSeconds()) {
            if (seconds() > MOST.toSeconds()) {
                throw new BenchException("the stack did not catch up with the shop within %d s: see its logs"
                        .formatted(MOST.toSeconds()));
            }
            TimeUnit.SECONDS.sleep(1);
            boolean behind = isBehind("/items/1") || isBehind("/similar/1?limit=1");
            caughtUp = behind ? 0 : caughtUp + 1;
        }
    }

    private boolean isBehind(String path) throws IOException, InterruptedException {
        return api.freshnessMs(path).orElse(Long.MAX_VALUE) > BEHIND_MS;
    }

    private long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beginNs);
    }
}
