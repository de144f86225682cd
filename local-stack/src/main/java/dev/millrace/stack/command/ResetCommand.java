package dev.millrace.stack.command;

import dev.millrace.stack.supervise.DataFolder;
import dev.millrace.stack.supervise.StackLock;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `reset`: back to an empty stack.
@Command(
        name = "reset",
        description = {
            "Stops the stack and deletes everything it keeps: databases, topics, state stores, logs.",
            "The next start begins with empty databases. Servers that settings name are not touched."
        },
        mixinStandardHelpOptions = true)
public final class ResetCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        DataFolder folder = data.data();
        DownCommand.stop(folder);
        folder.prepare();
        try (StackLock _ = StackLock.take(folder)) {
            folder.clean();
        }
        System.out.println("emptied " + folder.root());
        return 0;
    }
}
