package dev.millrace.stack.embedded;

import java.util.List;

/// Lets a program have what processor time the others leave.
///
/// Linux may share processors among sessions first (`sched_autogroup_enabled`); a niceness counts inside the session
/// alone then, and every part has one of its own ([OwnSession]). So the session is told too.
public final class LowPriority {
    private static final String NICENESS = "10";

    /// Where there is no such file, the niceness is enough.
    private static final String YIELD =
            "{ echo %1$s > /proc/self/autogroup; } 2>/dev/null; exec nice -n %1$s \"$@\"".formatted(NICENESS);

    private LowPriority() {}

    /// Words to put before a command; none when the host cannot do it.
    public static List<String> prefix() {
        return HostProgram.find("nice").isPresent()
                ? HostProgram.find("sh")
                        .map(shell -> List.of(shell.toString(), "-c", YIELD, "yield"))
                        .orElse(List.of())
                : List.of();
    }
}
