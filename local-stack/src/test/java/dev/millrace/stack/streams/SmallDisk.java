package dev.millrace.stack.streams;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A file system of a gigabyte, in memory; needs the right to mount.
final class SmallDisk implements AutoCloseable {
    private final Path place;

    private SmallDisk(Path place) {
        this.place = place;
    }

    /// Ends the test, with words, where this user may not mount.
    static SmallDisk at(Path place) throws IOException, InterruptedException {
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=1g", "tmpfs", place.toString()))
                .as("only root may mount a small disk, so a full one is not tried here")
                .isTrue();
        return new SmallDisk(place);
    }

    /// Leaves no more room than that.
    void fill(long leftBytes) throws IOException {
        byte[] megabyte = new byte[1 << 20];
        try (var ballast = Files.newOutputStream(ballast())) {
            while (Files.getFileStore(place).getUsableSpace() > leftBytes) {
                ballast.write(megabyte);
            }
        }
    }

    /// Makes room again.
    void makeRoom() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return place.resolve("ballast");
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
