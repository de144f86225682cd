package dev.millrace.stack.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// What a result was measured on: `2 cores, 23 GiB, <processor>, load 1.2`.
public final class Machine {
    private static final long KIB_A_GIB = 1 << 20;
    private static final Path PROC = Path.of("/proc");

    private Machine() {}

    /// The machine in words, with its load of the last minute.
    public static String describe() {
        return "%d cores, %d GiB, %s, load %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        Long.parseLong(field("meminfo", "MemTotal", "0 kB").split(" ", 2)[0]) / KIB_A_GIB,
                        field("cpuinfo", "model name", "unknown processor"),
                        load());
    }

    /// The short hash of the checked-out commit, with `-dirty` when tracked files other than results differ
    /// from it.
    public static String commit(Path root) {
        String hash = git(root, "rev-parse", "--short", "HEAD");
        return git(root, "status", "--porcelain", "--untracked-files=no", "--", ":!benchmarks/results")
                        .isEmpty()
                ? hash
                : hash + "-dirty";
    }

    private static String git(Path root, String... words) {
        String[] command = new String[words.length + 1];
        command[0] = "git";
        System.arraycopy(words, 0, command, 1, words.length);
        try {
            Process git = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? answer.strip() : "unknown";
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }

    private static String field(String file, String name, String otherwise) {
        try (var lines = Files.lines(PROC.resolve(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }

    private static String load() {
        try {
            return Files.readString(PROC.resolve("loadavg")).split(" ", 2)[0];
        } catch (IOException e) {
            return "unknown";
        }
    }
}
