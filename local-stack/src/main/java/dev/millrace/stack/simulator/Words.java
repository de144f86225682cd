package dev.millrace.stack.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Word lists of our own: a line holds English, Chinese and perhaps tags in both, with bars between.
final class Words {

    private Words() {}

    /// The lines of a list, split.
    static List<List<String>> of(String name) {
        String path = "/simulator/" + name + ".txt";
        try (InputStream in = Words.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the class path holds no " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> List.of(line.split("\\|", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }
}
