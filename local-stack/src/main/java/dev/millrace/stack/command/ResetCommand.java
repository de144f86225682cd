package dev.millrace.stack.command;

import dev.millrace.stack.supervise.DataFolder;
import dev.millrace.stack.supervise.StackLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Option(names = "--yes", description = "does not ask")
    private boolean yes;

    @Override
    public Integer call() throws InterruptedException, ExecutionException, IOException {
        DataFolder folder = data.data();
        if (!yes && !isConfirmed(folder)) {
            System.out.println("nothing was deleted");
            return 1;
        }
        DownCommand.stop(folder);
        folder.prepare();
        try (StackLock _ = StackLock.take(folder)) {
            folder.clean();
        }
        System.out.println("emptied " + folder.root());
        return 0;
    }

    private static boolean isConfirmed(DataFolder folder) throws IOException {
        System.out.printf(
                "This stops the stack and deletes databases, topics and state in %s. Type yes to go on: ",
                folder.root());
        System.out.flush();
        var answers = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String answer = answers.readLine();
        return answer != null && answer.strip().equalsIgnoreCase("yes");
    }
}
