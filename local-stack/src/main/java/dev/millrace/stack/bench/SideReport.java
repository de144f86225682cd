package dev.millrace.stack.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a side says about itself in the last line of its log.
///
/// @param cpuUs processor time of its process, microseconds
/// @param wallUs time that passed, microseconds
record SideReport(long cpuUs, long wallUs) {
    private static final Pattern LINE = Pattern.compile("SIDE cpu_us=(\\d+) wall_us=(\\d+)");

    /// A measurement that runs since its making.
    static final class Clock {
        private final long cpuNanos = cpuNanos();
        private final long wallNanos = System.nanoTime();

        private static long cpuNanos() {
            return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }

        /// What has passed.
        SideReport stop() {
            return new SideReport(
                    TimeUnit.NANOSECONDS.toMicros(cpuNanos() - cpuNanos),
                    TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - wallNanos));
        }
    }

    /// As the last line of a log.
    String line() {
        return "SIDE cpu_us=%d wall_us=%d".formatted(cpuUs, wallUs);
    }

    static SideReport read(Path log) throws IOException {
        Matcher matcher = LINE.matcher(Files.readString(log));
        if (!matcher.find()) {
            throw new BenchException("a side ended without a figure: see " + log);
        }
        return new SideReport(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }
}
