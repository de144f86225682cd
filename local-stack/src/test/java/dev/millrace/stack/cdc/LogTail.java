package dev.millrace.stack.cdc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The end of a child process's log, for the words of a test that fails: the log itself is gone with its folder.
final class LogTail {
    private static final int LINES = 30;
    private static final int WIDTH = 300;

    private LogTail() {}

    static String of(Path log) throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return lines.stream()
                .skip(Math.max(0, lines.size() - LINES))
                .map(line -> line.substring(0, Math.min(WIDTH, line.length())))
                .collect(Collectors.joining("\n", log.getFileName() + ":\n", "\n"));
    }
}
