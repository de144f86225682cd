package dev.millrace.stack.bench;

import dev.millrace.stack.embedded.OwnSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Java program of our class path that a bench starts and stops; it ends with the bench, whatever happens to
/// that.
///
/// @param name for messages
/// @param process itself
/// @param log where it writes
public record BenchProcess(String name, Process process, Path log, Thread onExit) implements AutoCloseable {
    private static final long STOP_SECONDS = 20;

    /// @param flags of the JVM
    /// @param arguments of `mainClass`
    public static BenchProcess start(
            String name, Path folder, List<String> flags, String mainClass, List<String> arguments) {
        Path log = folder.resolve(name + ".log");
        List<String> command = new ArrayList<>(OwnSession.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + folder,
                "-Dmillrace.stop-with-parent=true"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        try {
            Files.createDirectories(folder);
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Thread onExit = Thread.ofPlatform().name("kill-" + name).unstarted(process::destroyForcibly);
            Runtime.getRuntime().addShutdownHook(onExit);
            return new BenchProcess(name, process, log, onExit);
        } catch (IOException e) {
            throw new BenchException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /// The most memory it has had so far, as Linux counts it.
    public long peakMemoryBytes() throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow(() -> new BenchException("no VmHWM in " + status));
    }

    public boolean alive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            }
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // this JVM is ending already; the hook does it
        }
    }
}
