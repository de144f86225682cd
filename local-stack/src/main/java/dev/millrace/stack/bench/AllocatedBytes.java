package dev.millrace.stack.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// How many bytes query-service has allocated, by its own metrics: what had been allocated at the last collection,
/// which
/// is counted, and what the eden space holds now. The space is the whole process', so virtual threads are in it like
/// all others; only what is too large for it is not.
final class AllocatedBytes {
    private static final String COUNTED = "jvm_gc_memory_allocated_bytes_total";
    private static final String USED = "jvm_memory_used_bytes{";
    private static final String EDEN = "Eden Space";
    private static final double AGREE = 32 << 20;
    private static final int TRIES = 50;
    private static final int PAUSE_MS = 50;

    private AllocatedBytes() {}

    /// Until now. Asks until two readings agree: just after a collection the space is empty and the count not yet
    /// higher.
    static double now(KeepAlive server) throws IOException, InterruptedException {
        double last = in(server.text("/metrics"));
        for (int i = 0; i < TRIES; i++) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            double next = in(server.text("/metrics"));
            if (next >= last && next - last < AGREE) {
                return next;
            }
            last = next;
        }
        throw new BenchException("what query-service allocates cannot be read from its metrics");
    }

    /// In a text of Prometheus' format.
    static double in(String metrics) {
        double eden = metrics.lines()
                .filter(line -> line.startsWith(USED) && line.contains(EDEN))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        return Metrics.value(metrics, COUNTED).orElse(0) + eden;
    }
}
