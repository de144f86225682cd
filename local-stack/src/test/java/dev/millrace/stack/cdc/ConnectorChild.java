package dev.millrace.stack.cdc;

import dev.millrace.cdc.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The connector as a process of its own, its output in a file.
record ConnectorChild(Process process, Path log) implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    /// Beside what every connector is started with.
    ///
    /// @param jvmOptions go over the usual ones
    /// @param environment more variables
    record Launch(String classPath, List<String> jvmOptions, Map<String, String> environment) {
        static Launch with(String... jvmOptions) {
            return new Launch(ConnectorChild.classPath(), List.of(jvmOptions), Map.of());
        }
    }

    /// @param words what it is asked to do; none means to capture
    static ConnectorChild start(Path settings, Path log, String... words) throws IOException {
        return start(settings, log, Launch.with(), words);
    }

    static String classPath() {
        return Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElseGet(() -> System.getProperty("java.class.path", ""));
    }

    static ConnectorChild start(Path settings, Path log, Launch launch, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx384m",
                "-Dmillrace.config=" + settings,
                "-Dmillrace.stop-with-parent=true",
                "-Dlogback.configurationFile=cdc-connector-logback.xml"));
        command.addAll(launch.jvmOptions());
        command.addAll(List.of("-cp", launch.classPath(), Main.class.getName()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(launch.environment());
        return new ConnectorChild(builder.start(), log);
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
