package dev.millrace.stack.quality;

import dev.millrace.stack.load.InteractionFile;
import dev.millrace.stack.load.LoadException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `evaluate`: how well the system would have guessed what is in a log.
@Command(
        name = "evaluate",
        description =
                "Replays a log of interactions through the code that runs, and says how well it would have guessed"
                        + " them, beside popularity, item-kNN and EASE.",
        mixinStandardHelpOptions = true)
public final class EvaluateCommand implements Callable<Integer> {
    @Option(
            names = "--interactions",
            required = true,
            paramLabel = "<file>",
            description = "CSV with user or session, item, timestamp[, weight]; .gz is unpacked")
    private Path file = Path.of("");

    @Option(
            names = "--train-until",
            paramLabel = "<time>",
            description =
                    "guess what is behind it: an instant such as 2026-03-10T12:00:00Z, or milliseconds since epoch."
                            + " Default: the first four fifths are trained on, test-then-learn asks from the first fifth on."
                            + " Leave-last-out knows no time")
    private String until = "";

    @Option(names = "--k", paramLabel = "<n>", description = "length of the lists (${DEFAULT-VALUE})")
    private int length = Scores.LENGTH;

    @Option(
            names = "--history",
            paramLabel = "<n>",
            description = "newest items of somebody that neighbours look at (ranking.history-items)")
    private int history = Channels.Choice.defaults().history();

    @Option(names = "--keep-seen", description = "items that somebody knows may be guessed again")
    private boolean keepSeen;

    @Option(
            names = "--questions",
            paramLabel = "<n>",
            description = "about how many events are guessed, evenly spread (${DEFAULT-VALUE})")
    private int questions = 2_500;

    @Option(names = "--no-batch", description = "leaves item-kNN and EASE out")
    private boolean noBatch;

    @Parameters(
            paramLabel = "<protocol>",
            description = "test-then-learn, time-split, leave-last-out; all when none is named")
    private List<String> protocols = List.of();

    @Override
    public Integer call() throws IOException {
        PrintStream out = System.out;
        require(length >= 1 && length <= 1_000, "--k must be 1..1000, got " + length);
        require(history >= 1 && history <= 100, "--history must be 1..100, got " + history);
        require(questions >= 1, "--questions must be positive, got " + questions);
        List<Protocol> chosen = protocols.isEmpty()
                ? List.of(Protocol.values())
                : protocols.stream().map(EvaluateCommand::protocol).toList();
        List<Event> log = InteractionFile.read(file).stream().map(Event::of).toList();
        require(log.size() > 1, file + " has " + log.size() + " interactions: nothing to guess");
        Protocol.Split split = split(log);
        Channels.Choice defaults = Channels.Choice.defaults();
        Channels.Choice choice = new Channels.Choice(defaults.recall(), history, noBatch ? 0 : defaults.easeItems());
        Path folder = Files.createTempDirectory("millrace-evaluate");
        try {
            new Evaluation(folder, choice, keepSeen, out).run("log", log, split, chosen);
        } finally {
            Channels.delete(folder);
        }
        return 0;
    }

    private Protocol.Split split(List<Event> log) {
        if (until.isEmpty()) {
            var split = QualityBench.split(log.size());
            return new Protocol.Split(split.first(), split.time(), questions, length);
        }
        long time = millis();
        int trained = (int) log.stream().filter(event -> event.timeMs() < time).count();
        require(
                trained > 0 && trained < log.size(),
                "--train-until %s leaves %d of %d interactions to learn from: nothing to compare"
                        .formatted(until, trained, log.size()));
        return new Protocol.Split(trained, trained, questions, length);
    }

    private long millis() {
        try {
            return until.chars().allMatch(Character::isDigit)
                    ? Long.parseLong(until)
                    : Instant.parse(until).toEpochMilli();
        } catch (DateTimeParseException | NumberFormatException e) {
            throw new LoadException("--train-until must be an instant such as 2026-03-10T12:00:00Z, got " + until, e);
        }
    }

    private static Protocol protocol(String name) {
        return Arrays.stream(Protocol.values())
                .filter(one -> one.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new LoadException(
                        "no protocol " + name + ": there are test-then-learn, time-split, leave-last-out"));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new LoadException(message);
        }
    }
}
