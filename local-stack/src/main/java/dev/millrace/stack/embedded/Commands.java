package dev.millrace.stack.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs a short helper program to its end, bounded in time.
final class Commands {

    /// What a program said.
    ///
    /// @param code exit code; 127 when the program does not exist
    /// @param output its standard output and error, mixed
    record Outcome(int code, String output) {
        boolean ok() {
            return code == 0;
        }
    }

    private Commands() {}

    static Outcome run(Path folder, Map<String, String> environment, Duration limit, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Outcome(127, String.valueOf(e.getMessage()));
        }
        var killer = Thread.ofVirtual().start(() -> killAfter(process, limit));
        try (var out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), text);
        } catch (IOException e) {
            process.destroyForcibly();
            return new Outcome(126, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while running " + command.getFirst(), e);
        } finally {
            killer.interrupt();
        }
    }

    private static void killAfter(Process process, Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // The program ended in time.
        }
    }
}
