package dev.millrace.stack.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/// What processes have used so far; the difference of two is what they used meanwhile.
///
/// @param seconds on a clock of its own
/// @param cpuMs process → milliseconds of processor time
/// @param allocated bytes, by query-service
/// @param rows changed by the simulator
record ServerUse(double seconds, Map<String, Double> cpuMs, double allocated, double rows) {
    ServerUse {
        cpuMs = Map.copyOf(cpuMs);
    }

    /// What was used since `before`.
    ///
    /// @throws BenchException when a process of then is gone
    ServerUse since(ServerUse before) {
        Map<String, Double> used = new LinkedHashMap<>();
        before.cpuMs.forEach((process, ms) -> {
            Double now = cpuMs.get(process);
            if (now == null || now < ms) {
                throw new BenchException("process " + process + " was restarted during the measurement: see its log");
            }
            used.put(process, now - ms);
        });
        return new ServerUse(seconds - before.seconds, used, allocated - before.allocated, rows - before.rows);
    }

    /// What requests used: `idle`, in which nobody asked, is taken off for the same time. Below 0 where the processors
    /// are
    /// full, for the stream then gets less than when nobody asks.
    ServerUse above(ServerUse idle) {
        double times = seconds / idle.seconds;
        Map<String, Double> rest = new LinkedHashMap<>();
        cpuMs.forEach((process, ms) -> rest.put(process, ms - times * idle.cpuMs(process)));
        return new ServerUse(seconds, rest, allocated - times * idle.allocated, rows);
    }

    double cpuMs(String process) {
        return cpuMs.getOrDefault(process, 0.0);
    }
}
