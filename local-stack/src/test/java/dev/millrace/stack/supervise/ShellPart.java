package dev.millrace.stack.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A part that is a small shell script: it appends what happens to a journal, and is ready once it has begun.
///
/// @param name of the part
/// @param journal file of all parts of a test
/// @param beginning what it does to begin
/// @param body what it does after it has begun
/// @param startLimit how long beginning may ordinarily take
record ShellPart(String name, Path journal, String beginning, String body, Duration startLimit) implements Part {

    private static final Duration USUAL = Duration.ofSeconds(20);

    ShellPart(String name, Path journal, String body) {
        this(name, journal, "echo start " + name + " >> \"$0\"", body, USUAL);
    }

    /// Ends before it is ready.
    static ShellPart broken(String name, Path journal) {
        return new ShellPart(name, journal, "exit 3", "", USUAL);
    }

    /// Needs longer to begin than is ordinary.
    static ShellPart slow(String name, Path journal) {
        String beginning = "for i in 1 2 3 4 5 6 7 8 9; do wait_a_bit; done; echo start " + name + " >> \"$0\"";
        return new ShellPart(name, journal, beginning, "while :; do wait_a_bit; done", Duration.ofMillis(200));
    }

    /// Runs until it is told to stop.
    static ShellPart obedient(String name, Path journal) {
        return new ShellPart(name, journal, "while :; do wait_a_bit; done");
    }

    @Override
    public Path log() {
        return journal.resolveSibling(name + ".log");
    }

    @Override
    public Running launch() {
        String script = "trap 'echo stop " + name + " >> \"$0\"; exit 0' TERM; wait_a_bit() { read -t 0.1 x <&9; }; "
                + "exec 9<>\"$0." + name + "\"; " + beginning + "; " + body;
        try {
            Path pipe = journal.resolveSibling(journal.getFileName() + "." + name);
            if (!Files.exists(pipe)
                    && new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() != 0) {
                throw new StackException("no pipe " + pipe);
            }
            long before = begun();
            Process process = new ProcessBuilder("bash", "-c", script, journal.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile())
                    .start();
            return new ProcessRunning(process, () -> begun() > before);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }

    private long begun() {
        try {
            return Files.exists(journal)
                    ? Files.readAllLines(journal).stream()
                            .filter(("start " + name)::equals)
                            .count()
                    : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
