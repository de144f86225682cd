package dev.millrace.stack.command;

import dev.millrace.stack.status.DatabaseLogin;
import dev.millrace.stack.status.StackStatus;
import dev.millrace.stack.status.StatusFile;
import dev.millrace.stack.supervise.DataFolder;
import dev.millrace.stack.supervise.StackLock;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `status`: what runs, where, and how to log in.
@Command(
        name = "status",
        description = "Shows what runs, where, and how to log in to the databases.",
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--json", description = "as one JSON object, for scripts; exit code 0 whatever the state")
    private boolean json;

    @Override
    public Integer call() {
        StackStatus status = of(data.data());
        if (json) {
            System.out.println(StatusFile.json(status));
            return 0;
        }
        print(status, System.out);
        return status.state() == StackStatus.State.STOPPED ? 3 : 0;
    }

    /// The status of the stack on that folder. A file that a dead supervisor left says nothing about the stack that its
    /// successor is starting.
    static StackStatus of(DataFolder data) {
        return StackLock.holder(data)
                .map(pid -> new StatusFile(data.statusFile())
                        .read()
                        .filter(status -> status.isOf(pid))
                        .orElseGet(() -> StackStatus.starting(pid)))
                .orElseGet(StackStatus::stopped);
    }

    private void print(StackStatus status, PrintStream out) {
        out.printf(
                "%s (data: %s)%n",
                status.state().name().toLowerCase(Locale.ROOT), data.data().root());
        status.parts().forEach((part, state) -> {
            Long pid = status.processes().get(part);
            out.printf(
                    "  %-14s %-10s %-12s %s%n",
                    part,
                    state,
                    pid == null ? "" : "pid " + pid,
                    status.reasons().getOrDefault(part, ""));
        });
        status.http().forEach((role, url) -> out.printf("  %-14s %s/%n", role + " url", url));
        if (status.adminToken() != null) {
            out.printf("  %-14s Authorization: Bearer %s%n", "admin", status.adminToken());
        }
        if (status.kafka() != null) {
            out.printf("  %-14s %s%n", "kafka at", status.kafka());
        }
        status.databases().forEach((role, login) -> out.printf("  %-14s %s%n", role + " db", commandLine(login)));
    }

    private static String commandLine(DatabaseLogin login) {
        return "mysql --host=%s --port=%d --user=%s --password=%s %s"
                .formatted(login.host(), login.port(), login.user(), login.password(), login.name());
    }
}
