package dev.millrace.stack.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// Opens the gzip-compressed text files of a set.
final class SourceFiles {
    private static final int BUFFER = 1 << 16;

    private SourceFiles() {}

    static BufferedReader open(Path folder, String file) {
        Path path = folder.resolve(file);
        try {
            return new BufferedReader(
                    new InputStreamReader(
                            new GZIPInputStream(Files.newInputStream(path), BUFFER), StandardCharsets.UTF_8),
                    BUFFER);
        } catch (IOException e) {
            throw new LoadException(
                    "cannot read " + path + " (" + e.getMessage() + "): name the folder that holds the data sets", e);
        }
    }

    static LoadException unreadable(Path folder, String file, IOException cause) {
        return new LoadException("cannot read " + folder.resolve(file) + ": " + cause.getMessage(), cause);
    }
}
