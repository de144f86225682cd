package dev.millrace.stack.command;

import dev.millrace.stack.supervise.DataFolder;
import dev.millrace.stack.supervise.Leftovers;
import dev.millrace.stack.supervise.StackLock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `down`: stops the stack of a data folder and whatever a killed supervisor left.
@Command(
        name = "down",
        description = "Stops the stack and returns when all its processes are gone.",
        mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
    /// Six parts, each with its own bound; normally a few seconds.
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        System.out.println(stop(data.data()) ? "stopped" : "nothing was running");
        return 0;
    }

    /// Stops the supervisor, or what it left when it was killed.
    ///
    /// @return whether there was something to stop
    static boolean stop(DataFolder folder) throws InterruptedException, ExecutionException {
        var supervisor = StackLock.holder(folder).flatMap(ProcessHandle::of);
        if (supervisor.isPresent()) {
            stop(supervisor.get());
        }
        return Leftovers.stop(folder) > 0 || supervisor.isPresent();
    }

    private static void stop(ProcessHandle supervisor) throws InterruptedException, ExecutionException {
        supervisor.destroy();
        try {
            supervisor.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            System.out.println("the supervisor does not stop within " + PATIENCE.toSeconds() + " s: killing it");
            supervisor.destroyForcibly();
            supervisor.onExit().get();
        }
    }
}
