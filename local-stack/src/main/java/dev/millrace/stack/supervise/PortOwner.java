package dev.millrace.stack.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Who listens on a TCP port, as far as `/proc` lets us see.
final class PortOwner {
    private static final String LISTENING = "0A";
    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private PortOwner() {}

    /// `java (pid 17)`, or `an unknown owner`.
    static String of(int port) {
        Set<String> sockets = socketsListeningOn(port);
        try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
            return processes
                    .filter(process -> holds(process.pid(), sockets))
                    .findFirst()
                    .map(process -> name(process.pid()) + " (pid " + process.pid() + ")")
                    .orElse("an unknown owner");
        }
    }

    private static Set<String> socketsListeningOn(int port) {
        String suffix = ":%04X".formatted(port);
        Set<String> found = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of(table))) {
                lines.map(line -> line.strip().split("\\s+"))
                        .filter(fields -> fields.length > INODE)
                        .filter(fields -> fields[ADDRESS].endsWith(suffix) && fields[STATE].equals(LISTENING))
                        .forEach(fields -> found.add("socket:[" + fields[INODE] + "]"));
            } catch (IOException e) {
                // A kernel without IPv6 has no such table.
            }
        }
        return found;
    }

    private static boolean holds(long pid, Set<String> sockets) {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return files.anyMatch(file -> sockets.contains(target(file)));
        } catch (IOException | java.io.UncheckedIOException e) {
            return false; // it ended meanwhile, or belongs to somebody else
        }
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String name(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
        } catch (IOException e) {
            return "a process";
        }
    }
}
