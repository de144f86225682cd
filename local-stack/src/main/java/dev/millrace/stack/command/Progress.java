package dev.millrace.stack.command;

import dev.millrace.stack.supervise.PartState;
import dev.millrace.stack.supervise.Supervisor;
import dev.millrace.stack.supervise.Supervisor.PartView;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Tells a person what the supervisor does: one line when a part begins, one when it is ready, one when it is in
/// trouble.
final class Progress implements Supervisor.Listener {
    private final PrintStream out;
    private final Map<String, Long> sinceNanos = new ConcurrentHashMap<>();
    private final Map<String, PartState> last = new ConcurrentHashMap<>();

    Progress(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void changed(Supervisor stack, PartView part) {
        String name = part.part().name();
        PartState before = last.put(name, part.state());
        if (before == part.state()) {
            return;
        }
        String place = place(stack, name);
        switch (part.state()) {
            case STARTING -> {
                sinceNanos.put(name, System.nanoTime());
                out.printf("%s %-14s starting%n", place, name);
            }
            case READY ->
                out.printf(
                        "%s %-14s ready %s%n",
                        place, name, before == PartState.UNREADY ? "again" : "after " + seconds(name));
            case UNREADY -> out.printf("%s %-14s %s%n", place, name, part.reason());
            case RESTARTING -> out.printf("%s %-14s %s, starting it again%n", place, name, part.reason());
            case FAILED -> out.printf("%s %-14s given up: %s%n", place, name, part.reason());
            case STOPPING -> out.printf("%s %-14s stopping%n", place, name);
            case WAITING, STOPPED -> {}
        }
    }

    /// Reminds of a part that has been starting for long.
    synchronized void remind(List<PartView> parts) {
        for (PartView part : parts) {
            Long since = sinceNanos.get(part.part().name());
            if (part.state() == PartState.STARTING && since != null) {
                out.printf(
                        "      %-14s still starting, %s; log: %s%n",
                        part.part().name(),
                        seconds(part.part().name()),
                        part.part().log());
            }
        }
    }

    private static String place(Supervisor stack, String name) {
        List<String> names =
                stack.parts().stream().map(view -> view.part().name()).toList();
        return "[%d/%d]".formatted(names.indexOf(name) + 1, names.size());
    }

    private String seconds(String name) {
        long since = sinceNanos.getOrDefault(name, System.nanoTime());
        return "%.1f s".formatted(Duration.ofNanos(System.nanoTime() - since).toMillis() / 1000.0);
    }
}
