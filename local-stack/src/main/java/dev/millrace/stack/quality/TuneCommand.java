package dev.millrace.stack.quality;

import dev.millrace.query.recall.PairWeights;
import dev.millrace.query.session.SessionSettings;
import dev.millrace.stack.load.InteractionFile;
import dev.millrace.stack.load.LoadException;
import dev.millrace.streams.config.StreamsAppConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tune <what>`: chooses settings on a log.
@Command(
        name = "tune",
        description = "Chooses settings on a log of interactions and prints them as a block of configuration.",
        mixinStandardHelpOptions = true)
public final class TuneCommand {

    /// `tune sessions`.
    @Command(
            name = "sessions",
            description = "Sample, neighbours, length of the path and what of it may come again. Learns from the first"
                    + " 60 % of the sessions, chooses on the next 20 %, and does not look at the rest.")
    int sessions(
            @Option(
                            names = "--interactions",
                            required = true,
                            paramLabel = "<file>",
                            description =
                                    "CSV with session, item, timestamp[, weight]; or the folder of eshop-clickstream"
                                            + " or online-retail")
                    Path file) {
        PrintStream out = System.out;
        var slices = SessionSlices.of(InteractionFile.read(file));
        if (slices.validate().isEmpty()) {
            throw new IllegalArgumentException(file + " has too few sessions to choose settings on");
        }
        var tuning = new SessionTuning(
                slices, StreamsAppConfig.load().topology().bounds().sessionLength(), out);
        SessionSettings best = tuning.run();
        out.printf(
                "%n# NDCG@10 %.4f on the validation slice of %s%n",
                tuning.of(best).gain(), file.getFileName());
        out.printf(
                "sessions:%n  sample: %d%n  neighbours: %d%n  length: %d%n  seen: %s%n",
                best.sample(), best.neighbours(), best.length(), SessionTuning.word(best.seen()));
        return 0;
    }

    /// `tune neighbours`.
    @Command(
            name = "neighbours",
            description =
                    "Decay and length of a history, weight of items taken before, exponents. Learns from the first"
                            + " 60 % of the log, chooses on the next 20 %, and does not look at the rest.")
    int neighbours(
            @Option(
                            names = "--interactions",
                            required = true,
                            paramLabel = "<file>",
                            description =
                                    "CSV with user or session, item, timestamp[, weight]; or the folder of a public"
                                            + " set")
                    Path file,
            @Option(
                            names = "--questions",
                            paramLabel = "<n>",
                            defaultValue = "2500",
                            description = "about how many events are guessed (${DEFAULT-VALUE})")
                    int questions)
            throws IOException {
        PrintStream out = System.out;
        List<Event> log = InteractionFile.read(file).stream().map(Event::of).toList();
        if (questions < 1) {
            throw new LoadException("--questions must be positive, got " + questions);
        }
        if (log.size() < 10) {
            throw new LoadException(file + " has too few interactions to choose settings on: " + log.size());
        }
        Path folder = Files.createTempDirectory("millrace-tune");
        var tuning = new NeighbourTuning(folder, log, questions, out);
        NeighbourTuning.Settings best;
        try {
            best = tuning.run();
        } finally {
            Channels.delete(folder);
        }
        PairWeights weights = best.recall().weights();
        out.printf(
                "%n# NDCG@10 %.4f on the validation slice of %s%n",
                tuning.of(best).gain(), file.getFileName());
        out.printf(
                Locale.ROOT,
                "ranking:%n  before-weight: %.2f%n  own-exponent: %.2f%n  other-exponent: %.2f%n  history-decay: %.2f%n  history-items: %d%n",
                weights.before(),
                weights.own(),
                weights.other(),
                best.recall().decay(),
                best.history());
        return 0;
    }
}
