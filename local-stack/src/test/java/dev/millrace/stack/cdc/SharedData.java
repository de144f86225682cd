package dev.millrace.stack.cdc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// Data sets that lie beside the project, not in it.
final class SharedData {
    private SharedData() {}

    /// A folder of them; the test is skipped, and says why, on a machine without it.
    static Path folder(String name) {
        Path root = Optional.ofNullable(System.getProperty("millrace.shared-data"))
                .or(() -> Optional.ofNullable(System.getenv("MILLRACE_SHARED_DATA")))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("millrace.root", ".."), "..", "shared", "data"));
        Path folder = root.resolve(name);
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                () -> "SKIPPED: no data set at " + folder.normalize()
                        + "; name the folder that holds it in MILLRACE_SHARED_DATA");
        return folder;
    }
}
