package dev.millrace.stack.bench;

import dev.millrace.stack.Main;
import dev.millrace.stack.status.StackStatus;
import dev.millrace.stack.status.StatusFile;
import dev.millrace.stack.supervise.DataFolder;
import dev.millrace.stack.supervise.PortCheck;
import dev.millrace.stack.supervise.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A fresh stack of a bench's own, started and stopped by the same verbs that `./dev` runs, from the class path of this
/// process: sources that change meanwhile neither change what is measured nor keep it from being stopped.
final class StackUnderTest implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration STOP = Duration.ofMinutes(2);
    private static final int FIRST_BASE = 18_300;
    private static final int LAST_BASE = 28_300;
    private static final int STEP = 10;
    private static final int PORTS = 8;

    private final Path root;
    private final Path dataDir;
    private final Ports ports;
    private final Map<String, String> environment;
    private final Thread onInterrupt =
            Thread.ofPlatform().name("stop-stack-under-test").unstarted(this::down);

    private StackUnderTest(Path root, Path dataDir, Ports ports, Map<String, String> environment) {
        this.root = root;
        this.dataDir = dataDir;
        this.ports = ports;
        this.environment = Map.copyOf(environment);
    }

    /// Starts a stack with an empty data folder; returns when it is ready.
    static StackUnderTest start(Path root, Path dataDir, int rate) {
        return start(root, dataDir, freePorts(), Map.of(), "--rate=" + rate);
    }

    /// The same with settings and options of the bench's own.
    ///
    /// @param ports all free, see [#freePorts]
    /// @param environment of every part
    static StackUnderTest start(
            Path root, Path dataDir, Ports ports, Map<String, String> environment, String... options) {
        StackUnderTest stack = new StackUnderTest(root, dataDir, ports, environment);
        Runtime.getRuntime().addShutdownHook(stack.onInterrupt);
        try {
            List<String> all = new ArrayList<>(List.of("--clean", "--port=" + ports.base()));
            all.addAll(List.of(options));
            stack.dev(START, "up", all.toArray(String[]::new));
            return stack;
        } catch (BenchException e) {
            stack.close();
            throw e;
        }
    }

    StackStatus status() {
        return new StatusFile(new DataFolder(dataDir).statusFile())
                .read()
                .filter(status -> status.state() == StackStatus.State.READY)
                .orElseThrow(() -> new BenchException("the stack in " + dataDir + " is not ready: see its logs"));
    }

    DataFolder data() {
        return new DataFolder(dataDir);
    }

    Ports ports() {
        return ports;
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
        down();
    }

    private void down() {
        dev(STOP, "down");
    }

    private void dev(Duration patience, String verb, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dmillrace.root=" + root,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                verb,
                "--data-dir=" + dataDir));
        command.addAll(List.of(options));
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            Process dev = builder.start();
            if (!dev.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                dev.destroy();
                throw new BenchException("`%s` took longer than %s".formatted(verb, patience));
            }
            if (dev.exitValue() != 0) {
                throw new BenchException("`%s` failed with code %d".formatted(verb, dev.exitValue()));
            }
        } catch (IOException e) {
            throw new BenchException("cannot run `" + verb + "`: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted during `" + verb + "`", e);
        }
    }

    /// Eight ports that nobody listens on at this moment.
    static Ports freePorts() {
        return new Ports(freeBase());
    }

    private static int freeBase() {
        for (int base = FIRST_BASE; base < LAST_BASE; base += STEP) {
            int first = base;
            if (Stream.iterate(first, port -> port < first + PORTS, port -> port + 1)
                    .allMatch(PortCheck::isFree)) {
                return base;
            }
        }
        throw new BenchException("no eight free ports in a row from " + FIRST_BASE + " to " + LAST_BASE);
    }
}
