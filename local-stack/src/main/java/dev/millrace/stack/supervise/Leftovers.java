package dev.millrace.stack.supervise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Processes of a data folder whose supervisor is gone. They carry the folder in their command line.
public final class Leftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Leftovers() {}

    /// The word in a part's command line that ties it to its data folder.
    static String mark(DataFolder data) {
        return "-Dmillrace.data=" + data.root();
    }

    /// Stops them all, by force if need be. Returns when they are gone.
    ///
    /// @return how many there were
    public static int stop(DataFolder data) {
        List<ProcessHandle> found = find(data);
        found.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (ProcessHandle process : found) {
            try {
                process.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                process.destroyForcibly();
                process.onExit().join();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the end of a process cannot fail", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return found.size();
            }
        }
        return found.size();
    }

    static List<ProcessHandle> find(DataFolder data) {
        Path mysql = data.mysql();
        List<String> marks =
                List.of(mark(data), "--datadir=" + mysql.resolve("tables"), "--datadir=" + mysql.resolve("tables.new"));
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(
                            process -> process.pid() != ProcessHandle.current().pid())
                    .filter(process -> words(process.pid()).anyMatch(marks::contains))
                    .toList();
        }
    }

    private static Stream<String> words(long pid) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
            return Arrays.stream(new String(line, StandardCharsets.UTF_8).split("\0", -1));
        } catch (IOException e) {
            return Stream.empty(); // it ended meanwhile
        }
    }
}
