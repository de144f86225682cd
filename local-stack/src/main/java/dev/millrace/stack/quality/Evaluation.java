package dev.millrace.stack.quality;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs a log through protocols and prints what came of it.
final class Evaluation {
    private static final double PERCENT = 100;

    /// Newest items of an actor that batch methods see.
    private static final int KEPT = 100;

    private final Path folder;
    private final Channels.Choice choice;
    private final boolean keepSeen;
    private final PrintStream out;

    /// @param folder for state
    /// @param keepSeen whether items that the actor knows may be guessed again
    Evaluation(Path folder, Channels.Choice choice, boolean keepSeen, PrintStream out) {
        this.folder = folder;
        this.choice = choice;
        this.keepSeen = keepSeen;
        this.out = out;
    }

    /// Figures by name.
    Map<String, Double> run(String log, List<Event> events, Protocol.Split split, List<Protocol> protocols)
            throws IOException {
        long items = events.stream().mapToLong(Event::item).distinct().count();
        out.printf("%s: %d events, %d items%n", log, events.size(), items);
        if (choice.easeItems() > 0 && choice.easeItems() < items) {
            out.printf("ease: the %d most taken of them%n", choice.easeItems());
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Protocol protocol : protocols) {
            try (Channels channels =
                    new Channels(folder.resolve(log), choice, events.getFirst().timeMs())) {
                protocol.run(events, split, channels.all(), new Histories(KEPT, keepSeen))
                        .forEach((name, scores) -> {
                            out.println(scores.line("%s %s %s".formatted(log, protocol.label(), name), items));
                            figures.putAll(figures(String.join("_", log, protocol.label(), name), scores, items));
                        });
            }
        }
        return figures;
    }

    private static Map<String, Double> figures(String what, Scores scores, long items) {
        String name = what.replace('-', '_');
        return Map.of(
                name + "_recall_percent", PERCENT * scores.recall(),
                name + "_recall_margin_percent", PERCENT * scores.recallMargin(),
                name + "_ndcg_percent", PERCENT * scores.gain(),
                name + "_mrr_percent", PERCENT * scores.reciprocalRank(),
                name + "_coverage_percent", PERCENT * scores.coverage(items),
                name + "_asked", (double) scores.asked());
    }
}
