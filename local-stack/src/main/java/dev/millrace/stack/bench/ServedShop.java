package dev.millrace.stack.bench;

import dev.millrace.stack.load.sql.DatabaseAccess;
import dev.millrace.stack.status.StackStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Fills the shop of a stack with items, users, what they did, and vectors, and waits until all of it is in its
/// answers.
///
/// @param items ids 1 to it
/// @param users likewise
record ServedShop(int items, int users) {
    /// How many users a bench of answers has.
    static final int USERS = 2_000;

    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final long BEHIND_MS = 3_000;
    private static final int FRESH_SECONDS = 3;
    private static final int PROBED = 8;
    private static final int LARGE = 50_000;

    ServedShop {
        if (items < ListKind.LIMIT * 2) {
            throw new BenchException("a list of %d needs a shop of %d items or more, not %d"
                    .formatted(ListKind.LIMIT, ListKind.LIMIT * 2, items));
        }
    }

    /// Options of a stack that is to be filled.
    String[] options() {
        return new String[] {"--rate=0", "--no-embedding", "--query-heap=" + (items > LARGE ? "1g" : "512m")};
    }

    /// Returns when the stack has caught up.
    void fill(StackUnderTest stack, PrintStream out) throws SQLException, IOException, InterruptedException {
        long begin = System.nanoTime();
        StackStatus status = stack.status();
        SimulatorProcess.start(stack, 0, items, users).close();
        long written = new HistoryRows(access(status, "business"), access(status, "matomo"))
                .write(ShopHistories.of(items, users));
        ShopVectors.write(Objects.requireNonNull(status.kafka()), items);
        out.printf(
                "%d items, %d users, %d views and orders; vectors seeded, in the place of embedding-app, which is off%n",
                items, users, written);
        try (KeepAlive api =
                new KeepAlive(URI.create(Objects.requireNonNull(status.http().get("query"))))) {
            awaitReplica(api, "catalogue");
            awaitReplica(api, "vectors");
            awaitIndex(api);
            awaitFresh(api);
        }
        out.printf(
                "everything is in the answers after %d s%n", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
    }

    private static DatabaseAccess access(StackStatus status, String role) {
        return DatabaseAccess.of(Objects.requireNonNull(status.databases().get(role)));
    }

    private void awaitReplica(KeepAlive api, String replica) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String name = "millrace_replica_items{replica=\"" + replica + "\"}";
        while (Metrics.value(api.text("/metrics"), name).orElse(0) < items) {
            if (System.nanoTime() > deadline) {
                throw new BenchException("%s of query-service had not all %d items within %s: see the stack's logs"
                        .formatted(replica, items, PATIENCE));
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    /// Until no vector waits for its place in the index: to build one takes all the processor time there is.
    private static void awaitIndex(KeepAlive api) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Metrics.sum(api.text("/metrics"), "millrace_vector_waiting") > 0) {
            if (System.nanoTime() > deadline) {
                throw new BenchException("the index of vectors was not built within %s".formatted(PATIENCE));
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    /// Until answers about items and users of all partitions say that nothing older is missing in them.
    private void awaitFresh(KeepAlive api) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int fresh = 0;
        while (fresh < FRESH_SECONDS) {
            if (System.nanoTime() > deadline) {
                throw new BenchException(
                        "answers were not fresh within %s: see the logs of the stack".formatted(PATIENCE));
            }
            TimeUnit.SECONDS.sleep(1);
            fresh = isFresh(api) ? fresh + 1 : 0;
        }
    }

    private static boolean isFresh(KeepAlive api) throws IOException, InterruptedException {
        for (int i = 1; i <= PROBED; i++) {
            String path = "/recommend/detail/%d?user_id=%d".formatted(i, i);
            if (api.freshnessMs(path).orElse(Long.MAX_VALUE) > BEHIND_MS) {
                return false;
            }
        }
        return true;
    }
}
