package dev.millrace.stack.embedded;

import java.util.List;

/// Ctrl-C goes to every process of a terminal. A server that is stopped in order must not hear it: it gets a session of
/// its own, where the host has the program for that.
public final class OwnSession {

    private OwnSession() {}

    /// Words to put before a command; none when the host cannot do it.
    public static List<String> prefix() {
        return HostProgram.find("setsid")
                .map(program -> List.of(program.toString()))
                .orElse(List.of());
    }
}
