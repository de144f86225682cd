package dev.millrace.stack.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two and three instances under a load of queries while they write: one is killed, comes back, the other is
/// restarted in order, a third one joins, one of three is killed, each of them is restarted. No answer is ever too
/// high, no reader is ever stuck, and in the end
/// each count is what was sent.
@Tag("alone")
final class InstancesIT {
    private static final int ITEMS = 60;
    private static final int RATE = 100;
    private static final int READERS = 4;
    private static final Duration PAUSE = Duration.ofMillis(25);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// A read gives up after 1 s; what is longer than this is stuck.
    private static final long STUCK_MS = 5_000;

    @Test
    @Timeout(value = 8, unit = java.util.concurrent.TimeUnit.MINUTES)
    void countsStayRightWhileInstancesComeAndGo(@TempDir Path folder) throws Exception {
        try (StreamsCluster cluster = new StreamsCluster(folder, "standbys: 1")) {
            cluster.start("a");
            cluster.start("b");
            cluster.awaitRoutes(StreamsCluster.owned(1));
            SteadyOrders orders = new SteadyOrders(cluster.brokers(), ITEMS, RATE);
            try (orders;
                    StateReaders readers = new StateReaders(cluster.hosts(), ITEMS, READERS, PAUSE)) {
                awaitCounted(readers, 1);
                awaitComplete(readers);
                check(readers, orders, "two instances");

                cluster.awaitRoutes(StreamsCluster.readableEverywhere()); // standbys answer once they have caught up
                cluster.kill("a");
                awaitOwnersAnswer(readers, orders);
                List<StateReaders.Seen> afterKill = check(readers, orders, "kill -9 of one");
                assertThat(afterKill.stream().filter(StateReaders.Seen::standby))
                        .as("answers of standbys, which say that they are")
                        .isNotEmpty();
                assertThat(shareOf(afterKill)).as("answered after kill -9").isGreaterThan(0.9);

                cluster.start("a");
                cluster.awaitRoutes(StreamsCluster.owned(1));
                check(readers, orders, "it is back");

                cluster.stop("b");
                awaitOwnersAnswer(readers, orders);
                cluster.start("b");
                cluster.awaitRoutes(StreamsCluster.owned(1));
                check(readers, orders, "the other one was restarted in order");

                cluster.start("c");
                cluster.awaitRoutes(StreamsCluster.owned(1));
                awaitOwnersAnswer(readers, orders);
                check(readers, orders, "a third one joined");

                cluster.kill("b");
                awaitOwnersAnswer(readers, orders);
                assertThat(shareOf(check(readers, orders, "kill -9 of one of three")))
                        .as("answered after kill -9 of one of three")
                        .isGreaterThan(0.9);
                cluster.start("b");
                cluster.awaitRoutes(StreamsCluster.owned(1));

                for (String one : List.of("a", "b", "c")) {
                    cluster.stop(one);
                    awaitOwnersAnswer(readers, orders);
                    cluster.start(one);
                    cluster.awaitRoutes(StreamsCluster.owned(1));
                    check(readers, orders, one + " of three was restarted in order");
                }

                orders.close();
                Awaitility.await()
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(counted(readers)).isEqualTo(sent(orders)));
            }
        }
    }

    /// Every answer since the last check: not more than was sent, not less than it says to be complete with, and
    /// no reader is stuck.
    private static List<StateReaders.Seen> check(StateReaders readers, SteadyOrders orders, String when) {
        assertThat(readers.longestSilenceMs()).as("a reader is stuck: " + when).isLessThan(STUCK_MS);
        List<StateReaders.Seen> seen = readers.take();
        assertThat(seen).as(when).isNotEmpty().allSatisfy(one -> {
            assertThat(one.orders()).as("%s, ds:%d", when, one.item()).isLessThanOrEqualTo(orders.of(one.item()));
            if (one.orders() >= 0 && one.completeUntilUs().isPresent()) {
                assertThat(one.orders())
                        .as(
                                "%s, ds:%d, standby %s, complete until %s",
                                when, one.item(), one.standby(), one.completeUntilUs())
                        .isGreaterThanOrEqualTo(
                                orders.before(one.item(), one.completeUntilUs().getAsLong()));
            }
            assertThat(one.tookMs()).as(when).isLessThan(STUCK_MS);
        });
        assertThat(seen.stream().filter(one -> one.completeUntilUs().isPresent()))
                .as("answers that say how complete they are: " + when)
                .isNotEmpty();
        return seen;
    }

    private static double shareOf(List<StateReaders.Seen> seen) {
        return seen.stream().filter(one -> one.orders() >= 0).count() / (double) seen.size();
    }

    /// Until every item's answer comes from an owner again and has what was sent before this call.
    private static void awaitOwnersAnswer(StateReaders readers, SteadyOrders orders) {
        List<Long> least = sent(orders);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> LongStream.rangeClosed(1, ITEMS)
                        .mapToObj(readers::read)
                        .allMatch(one -> !one.standby() && one.orders() >= least.get((int) one.item() - 1)));
    }

    /// Until every item's answer says what it is complete with: the first beats have gone through.
    private static void awaitComplete(StateReaders readers) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> LongStream.rangeClosed(1, ITEMS)
                        .mapToObj(readers::read)
                        .allMatch(one -> one.completeUntilUs().isPresent()));
    }

    private static void awaitCounted(StateReaders readers, long least) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> counted(readers).stream().allMatch(orders -> orders >= least));
    }

    private static List<Long> counted(StateReaders readers) {
        List<Long> counts = new ArrayList<>();
        for (long item = 1; item <= ITEMS; item++) {
            counts.add(readers.read(item).orders());
        }
        return counts;
    }

    private static List<Long> sent(SteadyOrders orders) {
        return LongStream.rangeClosed(1, ITEMS).mapToObj(orders::of).toList();
    }
}
