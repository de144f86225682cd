package dev.millrace.stack.quality;

import dev.millrace.query.session.SessionSettings;
import dev.millrace.stack.load.InteractionFile;
import dev.millrace.streams.config.StreamsAppConfig;
import java.io.PrintStream;
import java.nio.file.Path;
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
}
