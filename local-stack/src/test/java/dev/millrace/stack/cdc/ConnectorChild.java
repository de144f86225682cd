package dev.millrace.stack.cdc;

import dev.millrace.cdc.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The connector as a process of its own, its output in a file.
record ConnectorChild(Process process, Path log) implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    static ConnectorChild start(Path settings, Path log) throws IOException {
        return start(settings, log, classPath(), List.of());
    }

    static String classPath() {
        return Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElseGet(() -> System.getProperty("java.class.path", ""));
    }

    /// @param jvmOptions beside those that every connector has
    static ConnectorChild start(Path settings, Path log, String classPath, List<String> jvmOptions) throws IOException {
        List<String> command = new ArrayList<>(jvmOptions);
        command.addFirst(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx384m",
                "-Dmillrace.config=" + settings,
                "-Dmillrace.stop-with-parent=true",
                "-Dlogback.configurationFile=cdc-connector-logback.xml",
                "-cp",
                classPath,
                Main.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new ConnectorChild(process, log);
    }

    /// Asks it to stop and returns how long that took.
    Duration stop() throws InterruptedException {
        long start = System.nanoTime();
        process.destroy();
        if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the connector did not stop within " + STOP_LIMIT);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    String output() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
