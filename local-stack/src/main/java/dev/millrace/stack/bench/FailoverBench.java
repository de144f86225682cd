package dev.millrace.stack.bench;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.IqRoutes;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.stack.streams.StateReaders;
import dev.millrace.stack.streams.SteadyOrders;
import dev.millrace.stack.streams.StreamsCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// How long questions about the state go without an answer when one of two instances is killed: until any copy
/// answers, and until an owner does. The gap of a kill is that of the partition which waited longest.
final class FailoverBench {
    private static final int ITEMS = 400;
    private static final int RATE = 200;
    private static final int READERS = 4;
    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final Duration BEFORE = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LOOK_MS = 20;
    private static final double NANOS_A_MILLI = 1e6;

    private final Path folder;
    private final int kills;
    private final PrintStream out;

    FailoverBench(Path folder, int kills, PrintStream out) {
        this.folder = folder;
        this.kills = kills;
        this.out = out;
    }

    private record Gap(double staleMs, double activeMs) {}

    Map<String, Double> run() throws IOException, InterruptedException {
        BenchFolder.empty(folder);
        List<Gap> gaps = new ArrayList<>();
        try (StreamsCluster cluster = new StreamsCluster(folder, "standbys: 1\nsession-timeout-ms: 1500")) {
            cluster.start("a");
            cluster.start("b");
            cluster.awaitRoutes(StreamsCluster.owned(1).and(StreamsCluster.readableEverywhere()));
            try (SteadyOrders _ = new SteadyOrders(cluster.brokers(), ITEMS, RATE);
                    StateReaders readers = new StateReaders(cluster.hosts(), ITEMS, READERS, PAUSE)) {
                for (int kill = 0; kill < kills; kill++) {
                    TimeUnit.NANOSECONDS.sleep(BEFORE.toNanos());
                    String victim =
                            owned(cluster, "a").size() >= owned(cluster, "b").size() ? "a" : "b";
                    Gap gap = kill(cluster, victim, readers);
                    gaps.add(gap);
                    out.printf(
                            "kill %d: any copy after %.0f ms, an owner after %.0f ms%n",
                            kill + 1, gap.staleMs(), gap.activeMs());
                    cluster.start(victim);
                    cluster.awaitRoutes(StreamsCluster.owned(1).and(StreamsCluster.readableEverywhere()));
                }
            }
        }
        Percentiles stale = new Percentiles(gaps.stream().map(Gap::staleMs).toList());
        Percentiles active = new Percentiles(gaps.stream().map(Gap::activeMs).toList());
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("kills", (double) kills);
        figures.put("stale_allowed_gap_p50_ms", stale.at(50));
        figures.put("stale_allowed_gap_p95_ms", stale.at(95));
        figures.put("active_gap_p50_ms", active.at(50));
        figures.put("active_gap_p95_ms", active.at(95));
        return figures;
    }

    private Gap kill(StreamsCluster cluster, String victim, StateReaders readers)
            throws IOException, InterruptedException {
        Set<Integer> lost = owned(cluster, victim);
        readers.take();
        long killedAt = System.nanoTime();
        cluster.kill(victim);
        Map<Integer, Double> stale = new HashMap<>();
        Map<Integer, Double> active = new HashMap<>();
        while (!active.keySet().containsAll(lost)) {
            if (System.nanoTime() - killedAt > LIMIT.toNanos()) {
                throw new BenchException(
                        "no owner answered within " + LIMIT + " of the kill of " + victim + ": see " + folder);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            for (StateReaders.Seen one : readers.take()) {
                note(one, killedAt, stale, active);
            }
        }
        return new Gap(longest(stale, lost), longest(active, lost));
    }

    private static Set<Integer> owned(StreamsCluster cluster, String name) throws IOException, InterruptedException {
        return cluster.routes(name).getRoutesList().stream()
                .filter(route -> route.getStore().equals(QueryableStore.STATISTICS.name())
                        && route.getActive().equals(cluster.host(name)))
                .map(IqRoutes.Route::getPartition)
                .collect(Collectors.toSet());
    }

    /// Only questions that were asked after the kill tell something.
    private static void note(
            StateReaders.Seen one, long killedAt, Map<Integer, Double> stale, Map<Integer, Double> active) {
        double afterMs = (one.atNanos() - killedAt) / NANOS_A_MILLI;
        if (one.orders() < 0 || afterMs < one.tookMs()) {
            return;
        }
        int partition = Partitions.of(ItemId.dataset(one.item()).key());
        stale.putIfAbsent(partition, afterMs);
        if (!one.standby()) {
            active.putIfAbsent(partition, afterMs);
        }
    }

    private static double longest(Map<Integer, Double> gaps, Set<Integer> partitions) {
        return partitions.stream()
                .mapToDouble(partition -> gaps.getOrDefault(partition, 0.0))
                .max()
                .orElse(0);
    }
}
