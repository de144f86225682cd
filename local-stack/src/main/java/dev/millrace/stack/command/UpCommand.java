package dev.millrace.stack.command;

import dev.millrace.stack.embedded.OwnSession;
import dev.millrace.stack.status.StackStatus.State;
import dev.millrace.stack.supervise.DataFolder;
import dev.millrace.stack.supervise.Leftovers;
import dev.millrace.stack.supervise.StableClassPath;
import dev.millrace.stack.supervise.StackLock;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `up`: the same as `run`, in the background.
@Command(
        name = "up",
        description = "Starts the whole system in the background; returns when it is ready.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    private static final String SUPERVISOR = "supervisor";
    private static final long POLL_MS = 200;

    @Mixin
    private StartOptions options = new StartOptions();

    @Option(
            names = "--wait",
            paramLabel = "<seconds>",
            description = "how long to wait for ready (default: ${DEFAULT-VALUE})")
    private int waitSeconds = 180;

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.resolve(); // wrong settings are better told here than in a log
        DataFolder data = options.dataFolder();
        data.prepare();
        try (StackLock _ = StackLock.take(data)) { // refuses a second stack, likewise
            Leftovers.stop(data);
            if (options.clean()) {
                data.clean();
                data.prepare();
            }
        }
        data.rotateLog(SUPERVISOR);
        Path log = data.log(SUPERVISOR);
        Process supervisor = new ProcessBuilder(command(data))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (awaitReady(supervisor, data, log, System.out)) {
            new Welcome(StatusCommand.of(data)).print(System.out);
            System.out.println("\n./dev status shows it, ./dev down stops it.");
            return 0;
        }
        Leftovers.stop(data);
        System.out.println("the stack did not start; everything it began is stopped. Log: " + log);
        return 1;
    }

    private boolean awaitReady(Process supervisor, DataFolder data, Path log, PrintStream out)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(waitSeconds).toNanos();
        try (var tail = new java.io.FileInputStream(log.toFile())) {
            while (true) {
                boolean ended = supervisor.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
                out.print(new String(tail.readAllBytes(), StandardCharsets.UTF_8));
                out.flush();
                if (ended) {
                    return false;
                }
                if (StatusCommand.of(data).state() == State.READY) {
                    return true;
                }
                if (System.nanoTime() > deadline) {
                    out.println("not ready within " + waitSeconds + " s, stopping it");
                    supervisor.destroy();
                    if (!supervisor.waitFor(60, TimeUnit.SECONDS)) {
                        supervisor.destroyForcibly().waitFor();
                    }
                    return false;
                }
            }
        }
    }

    private List<String> command(DataFolder data) {
        List<String> command = new ArrayList<>(OwnSession.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of("-cp", StableClassPath.copiedInto(data), "dev.millrace.stack.Main", "run", "--background"));
        command.addAll(options.words());
        return command;
    }
}
