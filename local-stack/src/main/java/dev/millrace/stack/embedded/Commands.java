package dev.millrace.stack.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
        // Reading cannot be interrupted, waiting can.
        var output = CompletableFuture.supplyAsync(
                () -> output(process), task -> Thread.ofVirtual().start(task));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            return new Outcome(process.waitFor(), output.get());
        } catch (ExecutionException e) {
            return new Outcome(126, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while running " + command.getFirst(), e);
        }
    }

    private static String output(Process process) {
        try (var out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
