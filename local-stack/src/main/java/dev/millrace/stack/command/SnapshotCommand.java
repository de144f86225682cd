package dev.millrace.stack.command;

import dev.millrace.cdc.admin.SnapshotClient;
import dev.millrace.stack.status.StackStatus;
import dev.millrace.stack.supervise.StackException;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `snapshot`: has one table read again while the stack runs.
@Command(
        name = "snapshot",
        description = {
            "Reads one captured table again while changes go on, and shows how far it is.",
            "For a table that has rows which were never captured, or whose topic may not equal it.",
            "Keys that are gone get no delete by it."
        },
        mixinStandardHelpOptions = true)
public final class SnapshotCommand implements Callable<Integer> {
    @Parameters(paramLabel = "<table>", description = "such as order_tab or log_visit")
    private String table = "";

    @Option(
            names = "--database",
            paramLabel = "<source>",
            description = "name of the source, where the table does not tell")
    private String database = "";

    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        StackStatus status = StatusCommand.of(data.data());
        String connector = status.http().get("cdc");
        if (connector == null) {
            throw new StackException("nothing runs on " + data.data().root() + ": start it with ./dev up");
        }
        return new SnapshotClient(URI.create(connector), "", System.out).read(database, table);
    }
}
