package dev.millrace.stack.bench;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.query.state.Lookup;
import dev.millrace.query.state.Reading;
import dev.millrace.stack.streams.RawFeed;
import dev.millrace.stack.streams.StateClient;
import dev.millrace.stack.streams.StreamsCluster;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How long the only instance needs after `kill -9` until it answers rightly again: its state was not
/// closed, so all of it is read again from the changelogs.
final class RestoreRun {
    private static final String APPLICATION = "millrace-streams";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int LOOK_MS = 10;
    private static final double NANOS_A_SECOND = 1e9;

    private final Path folder;
    private final ClickFeed clicks;

    RestoreRun(Path folder, ClickFeed clicks) {
        this.folder = folder;
        this.clicks = clicks;
    }

    /// Seconds, and records restored.
    Map<String, Double> run(PrintStream out) throws InterruptedException {
        Map<String, Double> figures = new LinkedHashMap<>();
        try (StreamsCluster cluster = new StreamsCluster(folder, "standbys: 0\nsession-timeout-ms: 1500")) {
            cluster.start("a");
            try (RawFeed feed = new RawFeed(cluster.brokers());
                    Backlog backlog = new Backlog(cluster.brokers(), APPLICATION)) {
                clicks.pages(feed);
                var _ = clicks.pass(feed, 0);
                backlog.awaitRead(LIMIT);
                figures.put("restored_records", (double) backlog.changelogRecords());
            }
            cluster.kill("a");
            long began = System.nanoTime();
            cluster.start("a");
            try (StateClient client = new StateClient(cluster.hosts())) {
                awaitCorrect(client);
                figures.put("first_correct_answer_s", (System.nanoTime() - began) / NANOS_A_SECOND);
            }
            cluster.awaitRoutes(StreamsCluster.owned(0).and(StreamsCluster.readableEverywhere()));
            figures.put("restored_s", (System.nanoTime() - began) / NANOS_A_SECOND);
        }
        figures.forEach((name, figure) -> out.printf("%-44s %10.1f%n", name, figure));
        return figures;
    }

    private void awaitCorrect(StateClient client) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        long item = clicks.mostClicked();
        long expected = clicks.clicksOf(item);
        while (System.nanoTime() - deadline < 0) {
            Reading<ItemStatistics> reading = client.read(Lookup.of(QueryableStore.STATISTICS, ItemId.dataset(item)));
            long views = reading.value()
                    .map(statistics -> statistics.getEver().getViews())
                    .orElse(-1L);
            if (views == expected) {
                return;
            }
            if (views >= 0) {
                throw new BenchException("an answer of " + views + " views, it must be " + expected);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        throw new BenchException("no answer within " + LIMIT);
    }
}
