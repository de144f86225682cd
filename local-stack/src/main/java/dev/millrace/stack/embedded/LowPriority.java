package dev.millrace.stack.embedded;

import java.util.List;

/// Lets a program have what processor time the others leave.
public final class LowPriority {
    private static final String NICENESS = "10";

    private LowPriority() {}

    /// Words to put before a command; none when the host cannot do it.
    public static List<String> prefix() {
        return HostProgram.find("nice")
                .map(program -> List.of(program.toString(), "-n", NICENESS))
                .orElse(List.of());
    }
}
