package dev.millrace.stack.quality;

import dev.millrace.stack.load.ClickStream;
import dev.millrace.stack.load.InteractionFile;
import dev.millrace.stack.load.OrderStream;
import dev.millrace.stack.load.OttoSessions;
import dev.millrace.stack.load.RatingStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/// How well the next item is guessed, on public logs, by the code that runs and by batch methods beside it.
public final class QualityBench {
    private static final int QUESTIONS = 2_500;
    private static final int FIRST = 5;
    private static final double TRAINED = 0.8;

    private static final List<Source> SOURCES = List.of(
            new Source("online-retail", OrderStream::isIn, InteractionFile::read),
            new Source("eshop-clickstream", ClickStream::isIn, InteractionFile::read),
            new Source("movielens-latest-small", RatingStream::isIn, RatingStream::read),
            new Source("otto-sample", OttoSessions::isIn, OttoSessions::read));

    private final Path folder;
    private final Path sets;
    private final PrintStream out;

    private record Source(String name, Predicate<Path> isIn, Function<Path, List<InteractionFile.Line>> read) {}

    /// @param folder for state
    /// @param sets folder of the public data sets
    public QualityBench(Path folder, Path sets, PrintStream out) {
        this.folder = folder;
        this.sets = sets;
        this.out = out;
    }

    /// Figures by name; sets that are not there are said to be skipped.
    ///
    /// @param only names of the sets to run; all when empty
    public Map<String, Double> run(List<String> only) throws IOException {
        Map<String, Double> figures = new LinkedHashMap<>();
        var evaluation = new Evaluation(folder, Channels.Choice.defaults(), false, out);
        for (Source source : SOURCES) {
            Path set = sets.resolve(source.name());
            if (!only.isEmpty() && !only.contains(source.name())) {
                continue;
            }
            if (source.isIn().test(set)) {
                List<Event> log =
                        source.read().apply(set).stream().map(Event::of).toList();
                figures.putAll(evaluation.run(source.name(), log, split(log.size()), List.of(Protocol.values())));
            } else {
                out.printf("skipped: no %s in %s%n", source.name(), sets);
            }
        }
        return figures;
    }

    /// Behind the first fifth, about [#QUESTIONS] questions; trained on the first four fifths.
    static Protocol.Split split(int events) {
        return new Protocol.Split(events / FIRST, (int) (TRAINED * events), QUESTIONS, Scores.LENGTH);
    }
}
