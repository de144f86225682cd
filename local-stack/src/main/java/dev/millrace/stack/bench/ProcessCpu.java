package dev.millrace.stack.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Processor time that processes have used so far, user and system together, from Linux' `/proc`.
final class ProcessCpu {
    private static final long MICROS_A_SECOND = TimeUnit.SECONDS.toMicros(1);
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private static final long MICROS_PER_TICK = MICROS_A_SECOND / ticksPerSecond();

    /// Part → microseconds. A process that is gone is left out.
    Map<String, Long> micros(Map<String, Long> processes) {
        Map<String, Long> micros = new LinkedHashMap<>();
        processes.forEach((part, pid) -> {
            try {
                micros.put(part, MICROS_PER_TICK * ticks(Files.readString(Path.of("/proc/" + pid + "/stat"))));
            } catch (IOException e) {
                // Gone, or not a process of this machine.
            }
        });
        return micros;
    }

    /// Microseconds in the text of a `stat` file.
    static long micros(String stat) {
        return MICROS_PER_TICK * ticks(stat);
    }

    /// User and system ticks in the text of a `stat` file, whose second field may hold spaces and brackets.
    static long ticks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
    }

    private static long ticksPerSecond() {
        try {
            Process getconf = new ProcessBuilder("getconf", "CLK_TCK").start();
            String answer = new String(getconf.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return getconf.waitFor() == 0 ? Long.parseLong(answer) : 100;
        } catch (IOException | NumberFormatException e) {
            return 100;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 100;
        }
    }
}
