package dev.millrace.stack.streams;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A file system of a few megabytes, in memory; needs the right to mount.
final class SmallDisk implements AutoCloseable {
    private final Path place;

    private SmallDisk(Path place) {
        this.place = place;
    }

    /// Empty where this user may not mount.
    static Optional<SmallDisk> at(Path place) throws IOException, InterruptedException {
        return run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", place.toString())
                ? Optional.of(new SmallDisk(place))
                : Optional.empty();
    }

    /// Makes it large enough for everything.
    void grow() throws IOException, InterruptedException {
        if (!run("mount", "-o", "remount,size=1g", place.toString())) {
            throw new IOException("cannot remount " + place);
        }
    }

    private static boolean run(String... words) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (!run("umount", place.toString()) && !run("umount", "-l", place.toString())) {
            throw new IOException("cannot unmount " + place);
        }
    }
}
