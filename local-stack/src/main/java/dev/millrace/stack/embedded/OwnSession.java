package dev.millrace.stack.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Ctrl-C goes to every process of a terminal. A server that is stopped in order must not hear it: it gets a session of
/// its own, where the host has the program for that.
public final class OwnSession {

    private OwnSession() {}

    /// Words to put before a command; none when the host cannot do it.
    public static List<String> prefix() {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Arrays.stream(path.split(":", -1))
                .map(folder -> Path.of(folder, "setsid"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> List.of(program.toString()))
                .orElse(List.of());
    }
}
