package dev.millrace.stack.supervise;

import dev.millrace.stack.embedded.LowPriority;
import dev.millrace.stack.embedded.OwnSession;
import dev.millrace.stack.embedded.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A part that is a Java program of our own class path.
///
/// @param name of the part
/// @param mainClass its entry
/// @param heap its `-Xmx`
/// @param arguments of its main method
/// @param probe how to see that it works
/// @param data where it logs and keeps its temporary files
/// @param classPath with all parts
/// @param startsWithPrevious whether it need not wait until the part before it is ready
/// @param yields whether the other parts go before it when the processors are full
record JvmPart(
        String name,
        String mainClass,
        String heap,
        List<String> arguments,
        ReadyProbe probe,
        DataFolder data,
        String classPath,
        boolean startsWithPrevious,
        boolean yields)
        implements Part {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final int SMALL_MACHINE_CORES = 2;
    private static final Set<String> COMPARES_VECTORS = Set.of("query-service");
    private static final Set<String> OPTIMIZED = Set.of("kafka", "cdc-connector", "streams-app", "query-service");

    JvmPart {
        arguments = List.copyOf(arguments);
    }

    @Override
    public Path log() {
        return data.log(name);
    }

    @Override
    public Duration startLimit() {
        return START_LIMIT;
    }

    @Override
    public Running launch() {
        try {
            ProcessBuilder builder = new ProcessBuilder(command(data.freshTemp(name)))
                    .directory(data.root().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
            return new ProcessRunning(builder.start(), probe);
        } catch (IOException e) {
            throw new StackException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    private List<String> command(Path temp) {
        List<String> command = new ArrayList<>(OwnSession.prefix());
        if (yields) {
            command.addAll(LowPriority.prefix());
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                jit(),
                "-XX:+ExitOnOutOfMemoryError",
                "-Xmx" + heap,
                "-XX:NewRatio=1", // records die young
                "-Djava.io.tmpdir=" + temp,
                "-Dlogback.configurationFile=" + logback(),
                "-Dmillrace.stop-with-parent=true",
                "-Dmillrace.config=" + data.config(name),
                Leftovers.mark(data)));
        if (COMPARES_VECTORS.contains(name)) {
            command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        }
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return command;
    }

    /// On a small machine seven JVMs that warm up together starve each other: the optimizing compiler is left
    /// to the parts that touch every record, where it gives back what it takes within minutes
    /// (docs/decisions/0008).
    private String jit() {
        boolean small = Runtime.getRuntime().availableProcessors() <= SMALL_MACHINE_CORES;
        return small && !OPTIMIZED.contains(name) ? "-XX:TieredStopAtLevel=1" : "-XX:+TieredCompilation";
    }

    /// Writes its configuration file, which may hold passwords.
    void configure(Map<String, ?> settings) {
        try {
            PrivateFiles.write(data.config(name), Yaml.of(settings));
        } catch (IOException e) {
            throw new StackException("cannot write " + data.config(name) + ": " + e.getMessage(), e);
        }
    }

    /// The part's own logging rules if its module ships some: the connector's keep rows out of its log.
    private String logback() {
        String own = name + "-logback.xml";
        return JvmPart.class.getResource("/" + own) == null ? "logback-part.xml" : own;
    }
}
