package dev.millrace.stack.endtoend;

import dev.millrace.stack.supervise.PortCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// A verb of `./dev` in a process of its own, as `./dev` starts it.
///
/// @param process it
/// @param output file with its standard output
/// @param errors file with its standard error
record DevCommand(Process process, Path output, Path errors) {
    private static final int PORTS = 10;

    static DevCommand start(String... arguments) throws IOException {
        Path target = Path.of(System.getProperty("millrace.root"), "local-stack", "target");
        String classPath = Files.readString(target.resolve("classpath.txt")).strip();
        List<String> line = new ArrayList<>(List.of(
                // A process that a script started in the background does not hear Ctrl-C; ours must.
                "env",
                "--default-signal=INT",
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx192m",
                "-cp",
                target.resolve("local-stack-0.1.0-SNAPSHOT.jar") + ":" + classPath,
                "-Dmillrace.root=" + System.getProperty("millrace.root"),
                "dev.millrace.stack.Main"));
        line.addAll(List.of(arguments));
        Path output = Files.createTempFile("command", ".out");
        Path errors = Files.createTempFile("command", ".err");
        Process process = new ProcessBuilder(line)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        return new DevCommand(process, output, errors);
    }

    /// Runs a verb to its end, which must be a good one.
    ///
    /// @return its standard output
    static String run(Duration limit, String... arguments) throws IOException, InterruptedException {
        DevCommand command = start(arguments);
        int code = command.exitCode(limit);
        if (code != 0) {
            throw new IllegalStateException(
                    "%s: exit %d%n%s".formatted(String.join(" ", arguments), code, command.text()));
        }
        return Files.readString(command.output);
    }

    /// Waits for its end.
    int exitCode(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("no end within " + limit + "\n" + text());
        }
        return process.exitValue();
    }

    /// What Ctrl-C sends.
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /// What it has said so far; not what its JVM says of the flags that the suites set.
    String text() throws IOException {
        return (Files.readString(output) + Files.readString(errors)).replaceAll("(?m)^NOTE: Picked up JDK_.*\\R", "");
    }

    /// The first of ten free ports in a row.
    static int freePorts() {
        return IntStream.iterate(20_000, base -> base < 60_000, base -> base + 100)
                .filter(base -> IntStream.range(base, base + PORTS).allMatch(PortCheck::isFree))
                .findFirst()
                .orElseThrow();
    }
}
