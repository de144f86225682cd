package dev.millrace.stack.command;

import dev.millrace.stack.supervise.PartState;
import dev.millrace.stack.supervise.Stack;
import dev.millrace.stack.supervise.Supervisor.PartView;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `run`: the whole system in the foreground, until Ctrl-C.
@Command(
        name = "run",
        description = "Starts the whole system in the foreground; Ctrl-C stops it.",
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    private static final int REMINDER_SECONDS = 10;

    @Mixin
    private StartOptions options = new StartOptions();

    @Option(names = "--background", hidden = true, description = "nobody is at the terminal; `up` says so")
    private boolean background;

    @Override
    public Integer call() throws InterruptedException {
        PrintStream out = System.out;
        Progress progress = new Progress(out);
        long begin = System.nanoTime();
        Stack stack = Stack.open(options.resolve(), options.clean(), progress);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("stop-stack").unstarted(() -> {
                    stack.close();
                    out.println("stopped");
                }));
        if (!startWithReminders(stack, progress)) {
            stack.parts().stream()
                    .filter(part -> part.state() == PartState.FAILED)
                    .forEach(part -> explain(part, out));
            return 1; // the exit runs the hook above
        }
        out.printf("ready after %.1f s%n%n", (System.nanoTime() - begin) / 1e9);
        if (!background) {
            new Welcome(stack.status()).print(out);
            out.println("\nCtrl-C stops everything.");
        }
        stack.awaitClosed();
        return 0;
    }

    private static boolean startWithReminders(Stack stack, Progress progress) throws InterruptedException {
        try (var timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("remind").factory())) {
            var reminders = timer.scheduleAtFixedRate(
                    () -> progress.remind(stack.parts()), REMINDER_SECONDS, REMINDER_SECONDS, TimeUnit.SECONDS);
            boolean ready = stack.start();
            reminders.cancel(false);
            return ready;
        }
    }

    private static void explain(PartView part, PrintStream out) {
        out.printf("%n%s did not start: %s%n", part.part().name(), part.reason());
        out.printf("last lines of %s:%n", part.part().log());
        LogTail.lines(part.part().log(), 20).forEach(line -> out.println("  | " + line));
    }
}
