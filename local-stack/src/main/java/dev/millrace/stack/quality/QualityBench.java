package dev.millrace.stack.quality;

import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.query.config.ConfigLoader;
import dev.millrace.query.recall.HistoryRecall;
import dev.millrace.query.recall.PairWeights;
import dev.millrace.stack.load.ClickStream;
import dev.millrace.stack.load.OrderStream;
import dev.millrace.streams.config.StreamsAppConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// How well the next item is guessed, on public logs, by the code that runs.
public final class QualityBench {
    private static final int STRIDE = 40;
    private static final double PERCENT = 100;

    /// Weight of an item of the history relative to the one taken after it, and how many are looked at.
    private static final double DECAY = 0.8;
    private static final PairWeights WEIGHTS = new PairWeights(0.3, 0, 0.5, 0.5);

    private static final int HISTORY = 20;
    private static final long FIRST_CLICK_MS = 1_207_000_000_000L;
    private static final long CLICK_MS = 1_000;

    private final Path folder;
    private final Path sets;
    private final PrintStream out;

    /// @param folder for state
    /// @param sets folder of the public data sets
    public QualityBench(Path folder, Path sets, PrintStream out) {
        this.folder = folder;
        this.sets = sets;
        this.out = out;
    }

    /// Figures by name; sets that are not there are said to be skipped.
    public Map<String, Double> run() {
        Map<String, Double> figures = new LinkedHashMap<>();
        Path retail = sets.resolve("online-retail");
        if (OrderStream.isIn(retail)) {
            run("online_retail", orders(retail), figures);
        } else {
            out.println("skipped: no online-retail in " + sets);
        }
        Path eshop = sets.resolve("eshop-clickstream");
        if (ClickStream.isIn(eshop)) {
            run("eshop_clickstream", clicks(eshop), figures);
        } else {
            out.println("skipped: no eshop-clickstream in " + sets);
        }
        return figures;
    }

    private void run(String set, List<Event> log, Map<String, Double> figures) {
        long items = log.stream().mapToLong(Event::item).distinct().count();
        out.printf("%s: %d events, %d items; test-then-learn, next item new to its actor%n", set, log.size(), items);
        try (StreamedNeighbours learned = new StreamedNeighbours(
                folder.resolve(set), StreamsAppConfig.load().topology().withPartitions(1))) {
            List<Recommender> recommenders = List.of(
                    new NeighbourRecommender(learned, new HistoryRecall(WEIGHTS, DECAY), HISTORY),
                    new SessionRecommender(
                            ConfigLoader.load().sessions(),
                            StreamsAppConfig.load().topology().bounds().sessionLength()),
                    new Popular(log.getFirst().timeMs()));
            new TestThenLearn(STRIDE).run(log, recommenders).forEach((name, scores) -> {
                out.println(scores.line(set + " " + name, items));
                String what = set + "_" + name + "_";
                figures.put(what + "recall_20_percent", PERCENT * scores.recall());
                figures.put(what + "recall_20_margin_percent", PERCENT * scores.recallMargin());
                figures.put(what + "ndcg_10_percent", PERCENT * scores.gain());
                figures.put(what + "mrr_20_percent", PERCENT * scores.reciprocalRank());
                figures.put(what + "coverage_percent", PERCENT * scores.coverage(items));
                figures.put(what + "asked", (double) scores.asked());
            });
        }
    }

    private static List<Event> orders(Path folder) {
        return OrderStream.read(folder).stream()
                .map(line -> new Event(line.customer(), line.item(), line.timeMs(), InteractionKind.ORDER))
                .toList();
    }

    /// Only the day of a click is known: the file's order is taken for that of time.
    private static List<Event> clicks(Path folder) {
        List<ClickStream.Click> all = ClickStream.read(folder);
        return IntStream.range(0, all.size())
                .mapToObj(i -> new Event(
                        all.get(i).session(), all.get(i).item(), FIRST_CLICK_MS + i * CLICK_MS, InteractionKind.VIEW))
                .toList();
    }
}
