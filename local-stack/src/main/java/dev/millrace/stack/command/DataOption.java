package dev.millrace.stack.command;

import dev.millrace.stack.supervise.DataFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// `--data-dir`, for every verb that deals with a stack.
final class DataOption {
    @Option(
            names = "--data-dir",
            paramLabel = "<folder>",
            description = "where the stack keeps everything (default: ${DEFAULT-VALUE})")
    private Path folder = Path.of(".data");

    DataFolder data() {
        return new DataFolder(folder);
    }
}
