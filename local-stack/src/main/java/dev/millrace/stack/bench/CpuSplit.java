package dev.millrace.stack.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/// Which sub-topology a process' processor time goes to: CPU-time samples of the JVM (JEP 509), each given
/// to the innermost of our processors on its stack. What a processor writes is its own, into stores and
/// hops alike.
final class CpuSplit {
    private static final String EVENT = "jdk.CPUTimeSample";
    private static final int PERIOD_MS = 5;
    private static final long JCMD_SECONDS = 60;
    /// What the measuring costs.
    static final String SAMPLING = "sampling";

    private static final String OURS = "dev.millrace.streams.";
    private static final Map<String, String> PARTS = new LinkedHashMap<>(Map.of(
            "ingest", "ingest",
            "behaviour", "interactions",
            "interaction", "interactions",
            "catalogue", "business",
            "orders", "business",
            "statistics", "statistics",
            "trending", "statistics",
            "identity", "profiles",
            "profile", "profiles",
            "neighbours", "neighbours"));

    private final long pid;
    private final Path file;
    private final Map<String, Long> before;

    private CpuSplit(long pid, Path file) throws IOException {
        this.pid = pid;
        this.file = file;
        this.before = ofTheJvm(pid);
    }

    /// Starts sampling.
    static CpuSplit start(long pid, Path file) throws IOException, InterruptedException {
        Path settings = file.resolveSibling("cpu.jfc");
        Files.writeString(settings, """
                <?xml version="1.0" encoding="UTF-8"?>
                <configuration version="2.0">
                  <event name="%s">
                    <setting name="enabled">true</setting>
                    <setting name="throttle">%dms</setting>
                  </event>
                </configuration>
                """.formatted(EVENT, PERIOD_MS));
        jcmd(pid, "JFR.start", "name=split", "settings=" + settings);
        return new CpuSplit(pid, file);
    }

    /// Ends it.
    ///
    /// @return microseconds by part
    Map<String, Double> stop() throws IOException, InterruptedException {
        Map<String, Long> after = ofTheJvm(pid);
        jcmd(pid, "JFR.stop", "name=split", "filename=" + file);
        Map<String, Double> micros = new TreeMap<>();
        after.forEach((part, used) -> micros.put(part, (double) used - before.getOrDefault(part, 0L)));
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().equals(EVENT)) {
                    micros.merge(part(event), (double) TimeUnit.MILLISECONDS.toMicros(PERIOD_MS), Double::sum);
                }
            }
        }
        return micros;
    }

    /// Microseconds that threads without a Java stack have used: collector, compilers, RocksDB, the
    /// sampling itself.
    private static Map<String, Long> ofTheJvm(long pid) throws IOException {
        Map<String, Long> micros = new TreeMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads.toList()) {
                String part = jvmPart(Files.readString(thread.resolve("comm")).strip());
                if (!part.isEmpty()) {
                    micros.merge(part, ProcessCpu.micros(Files.readString(thread.resolve("stat"))), Long::sum);
                }
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            return ofTheJvm(pid); // a thread ended meanwhile
        }
        return micros;
    }

    private static String jvmPart(String thread) {
        if (thread.startsWith("C1 ") || thread.startsWith("C2 ")) {
            return "jit";
        }
        if (thread.startsWith("VM Thread") || thread.startsWith("GC ")) {
            return "gc";
        }
        return thread.startsWith("rocksdb") ? "rocksdb-threads" : thread.startsWith("JFR") ? SAMPLING : "";
    }

    private static String part(RecordedEvent event) {
        String thread = event.getThread("eventThread") == null
                ? ""
                : event.getThread("eventThread").getJavaName();
        if (thread == null || !thread.contains("StreamThread") || thread.contains("producer-network")) {
            return thread != null && thread.contains("network") ? "network" : "other-threads";
        }
        if (event.getStackTrace() == null) {
            return "runtime";
        }
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        return frames.stream()
                .map(frame -> frame.getMethod().getType().getName())
                .filter(type -> type.startsWith(OURS))
                .map(type -> type.substring(OURS.length()))
                .map(type -> PARTS.getOrDefault(type.substring(0, Math.max(0, type.indexOf('.'))), ""))
                .filter(part -> !part.isEmpty())
                .findFirst()
                .orElseGet(() -> ofStreams(frames));
    }

    private static String ofStreams(List<RecordedFrame> frames) {
        for (RecordedFrame frame : frames) {
            String method = frame.getMethod().getName();
            if (method.startsWith("commit") || method.startsWith("maybeCommit")) {
                return "commit";
            }
            if (method.equals("pollPhase")) {
                return "poll";
            }
        }
        return "runtime";
    }

    private static void jcmd(long pid, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(pid)));
        command.addAll(List.of(words));
        Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
        String answer = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!jcmd.waitFor(JCMD_SECONDS, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
            throw new BenchException("cannot sample process " + pid + ": " + answer);
        }
    }
}
