package dev.millrace.stack.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Everything one stack keeps: tables, topics, stores, logs, configuration. Marked, so that a mistyped path never loses
/// its files.
///
/// @param root absolute path
public record DataFolder(Path root) {
    private static final String MARKER = ".millrace-data";

    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    public Path conf() {
        return root.resolve("conf");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path run() {
        return root.resolve("run");
    }

    public Path statusFile() {
        return run().resolve("status.json");
    }

    public Path secretsFile() {
        return conf().resolve("secrets.properties");
    }

    public Path lockFile() {
        return run().resolve("lock");
    }

    public Path mysql() {
        return root.resolve("mysql");
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path streams() {
        return root.resolve("streams");
    }

    public Path vectors() {
        return root.resolve("vectors");
    }

    public Path log(String part) {
        return logs().resolve(part + ".log");
    }

    public Path config(String part) {
        return conf().resolve(part + ".yaml");
    }

    /// Whether it was made by us, or may become ours because it is absent or empty.
    boolean isOurs() throws IOException {
        if (!Files.exists(root) || Files.exists(root.resolve(MARKER))) {
            return true;
        }
        try (Stream<Path> content = Files.list(root)) {
            return content.findAny().isEmpty();
        }
    }

    /// Makes the folders.
    ///
    /// @throws StackException when the folder holds files of somebody else
    public void prepare() {
        try {
            requireOurs();
            for (Path folder : new Path[] {conf(), logs(), run()}) {
                Files.createDirectories(folder);
            }
            if (!Files.exists(root.resolve(MARKER))) {
                Files.writeString(
                        root.resolve(MARKER), "Data of a Millrace local stack. `./dev down` before deleting.\n");
            }
        } catch (IOException e) {
            throw new StackException("cannot use the data folder " + root + ": " + e.getMessage(), e);
        }
    }

    /// Deletes what the stack kept, but for the marker and the lock, which the caller holds.
    public void clean() {
        try {
            requireOurs();
            List<Path> kept = List.of(root, root.resolve(MARKER), run(), lockFile());
            try (Stream<Path> paths = Files.walk(root)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    if (!kept.contains(path)) {
                        Files.delete(path);
                    }
                }
            }
        } catch (IOException e) {
            throw new StackException("cannot clean the data folder " + root + ": " + e.getMessage(), e);
        }
    }

    /// Starts a fresh log; one old one is kept.
    public void rotateLog(String part) {
        try {
            if (Files.exists(log(part))) {
                Files.move(log(part), logs().resolve(part + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new StackException("cannot rotate " + log(part) + ": " + e.getMessage(), e);
        }
    }

    /// An empty folder for temporary files of a part.
    Path freshTemp(String part) throws IOException {
        Path folder = root.resolve("tmp").resolve(part);
        if (Files.exists(folder)) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    private void requireOurs() throws IOException {
        if (!isOurs()) {
            throw new StackException(root + " holds files but no " + MARKER
                    + ", so it is not a data folder of this stack: name another one with --data-dir");
        }
    }
}
