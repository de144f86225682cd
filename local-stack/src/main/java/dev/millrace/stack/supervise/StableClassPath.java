package dev.millrace.stack.supervise;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Our own class path with the jars of this build copied aside: a build that overwrites them under a running JVM would
/// crash it.
public final class StableClassPath {

    private StableClassPath() {}

    /// Copies the jars that lie in a `target` folder.
    ///
    /// @return the class path with the copies in their place
    public static String copiedInto(DataFolder data) {
        Path folder = data.root().resolve("lib");
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> isOfThisBuild(Path.of(entry)) ? copy(Path.of(entry), folder) : Path.of(entry))
                .map(path -> path.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isOfThisBuild(Path entry) {
        return entry.toString().endsWith(".jar") && entry.toString().contains("/target/") && Files.isRegularFile(entry);
    }

    private static Path copy(Path jar, Path folder) {
        try {
            Files.createDirectories(folder);
            Path copy = folder.resolve(jar.getFileName());
            Path fresh = Files.createTempFile(folder, "jar", ".tmp");
            Files.copy(jar, fresh, StandardCopyOption.REPLACE_EXISTING);
            return Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StackException("cannot copy " + jar + " to " + folder + ": " + e.getMessage(), e);
        }
    }
}
