package dev.millrace.query.state;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Hosts that failed a moment ago, or that another copy outran time and again: asked last, so that a silent
/// host costs a few requests their time and not every request. Thread-safe.
final class Suspects {
    private static final Duration MEMORY = Duration.ofSeconds(1);
    private static final int MAX_HOSTS = 1_000;
    private static final int OUTRUN = 3;

    private final Map<String, Long> failedAtNanos = new ConcurrentHashMap<>();
    private final Map<String, Integer> outrun = new ConcurrentHashMap<>();

    /// Another copy answered first.
    void outrun(String host) {
        if (outrun.size() < MAX_HOSTS && outrun.merge(host, 1, Integer::sum) >= OUTRUN) {
            outrun.remove(host);
            failed(host);
        }
    }

    void failed(String host) {
        if (failedAtNanos.size() < MAX_HOSTS) {
            failedAtNanos.put(host, System.nanoTime());
        }
    }

    void answered(String host) {
        failedAtNanos.remove(host);
        outrun.remove(host);
    }

    /// The same hosts, suspects at the end.
    List<String> last(List<String> hosts) {
        if (failedAtNanos.isEmpty()) {
            return hosts;
        }
        List<String> order = new ArrayList<>(hosts.size());
        hosts.stream().filter(host -> !suspect(host)).forEach(order::add);
        hosts.stream().filter(host -> !order.contains(host)).forEach(order::add);
        return order;
    }

    private boolean suspect(String host) {
        Long at = failedAtNanos.get(host);
        return at != null && System.nanoTime() - at < MEMORY.toNanos();
    }
}
