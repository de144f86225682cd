package dev.millrace.stack;

import dev.millrace.stack.bench.BenchCommand;
import dev.millrace.stack.bench.BenchException;
import dev.millrace.stack.command.DownCommand;
import dev.millrace.stack.command.ProjectRoot;
import dev.millrace.stack.command.ResetCommand;
import dev.millrace.stack.command.RunCommand;
import dev.millrace.stack.command.SnapshotCommand;
import dev.millrace.stack.command.StatusCommand;
import dev.millrace.stack.command.TailCommand;
import dev.millrace.stack.command.UpCommand;
import dev.millrace.stack.embedded.EmbeddedException;
import dev.millrace.stack.load.LoadCommand;
import dev.millrace.stack.load.LoadException;
import dev.millrace.stack.quality.EvaluateCommand;
import dev.millrace.stack.quality.TuneCommand;
import dev.millrace.stack.supervise.StackException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The verbs behind `./dev`.
@Command(
        name = "dev",
        description = "Millrace on one machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RunCommand.class,
            UpCommand.class,
            StatusCommand.class,
            DownCommand.class,
            ResetCommand.class,
            LoadCommand.class,
            SnapshotCommand.class,
            TailCommand.class,
            BenchCommand.class,
            TuneCommand.class,
            EvaluateCommand.class
        })
public final class Main {

    private Main() {}

    /// Runs one verb and ends with its exit code.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main())
                .setDefaultValueProvider(Main::defaultOf)
                .setExecutionExceptionHandler((failure, _, _) -> explain(failure))
                .execute(arguments));
    }

    /// One data folder for all verbs, wherever they are typed.
    private static @Nullable String defaultOf(ArgSpec option) {
        return option instanceof OptionSpec named && named.longestName().equals("--data-dir")
                ? ProjectRoot.folder().resolve(".data").toString()
                : null;
    }

    /// Expected failures are told in their own words, without a stack trace.
    private static int explain(Exception failure) throws Exception {
        switch (failure) {
            case StackException _, EmbeddedException _, LoadException _, BenchException _, IllegalArgumentException _ ->
                System.err.println(failure.getMessage());
            default -> throw failure;
        }
        return 1;
    }
}
