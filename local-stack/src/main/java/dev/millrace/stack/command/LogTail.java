package dev.millrace.stack.command;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// The end of a log file.
final class LogTail {
    private static final int BYTES = 16_384;

    private LogTail() {}

    /// Its last lines; none when it cannot be read.
    static List<String> lines(Path file, int count) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(0, in.length() - BYTES);
            byte[] end = new byte[(int) (in.length() - start)];
            in.seek(start);
            in.readFully(end);
            List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
