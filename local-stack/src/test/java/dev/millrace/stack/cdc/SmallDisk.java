package dev.millrace.stack.cdc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A file system that can be filled without hurting others: a small tmpfs, where this account may mount one.
final class SmallDisk {
    private static final String SIZE = "size=64m";

    private Optional<Path> mounted = Optional.empty();

    void mount(Path folder) throws IOException, InterruptedException {
        if (run("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", folder.toString())) {
            mounted = Optional.of(folder);
        }
    }

    boolean isMounted() {
        return mounted.isPresent();
    }

    void unmount() throws IOException, InterruptedException {
        if (mounted.isPresent() && !run("umount", mounted.get().toString())) {
            run("umount", "-l", mounted.get().toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }
}
