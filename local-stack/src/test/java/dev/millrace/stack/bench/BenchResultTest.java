package dev.millrace.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchResultTest {
    @TempDir
    private Path folder;

    @Test
    void oneLineWithFiguresInTheirOrder() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("p99_ms", 41.23456);
        figures.put("cpu_kafka_us_per_change", 12.0);
        BenchResult result = new BenchResult("freshness", figures, "abc1234", "2 cores");
        assertThat(result.json())
                .isEqualTo("{\"bench\":\"freshness\",\"figures\":{\"p99_ms\":41.23,\"cpu_kafka_us_per_change\":12.0},"
                        + "\"commit\":\"abc1234\",\"machine\":\"2 cores\"}");
    }

    @Test
    void resultsAreAppended() throws IOException {
        BenchResult result = new BenchResult("x", Map.of("a_ms", 1.0), "c", "m");
        result.append(folder.resolve("new"));
        result.append(folder.resolve("new"));
        assertThat(Files.readAllLines(folder.resolve("new/x.jsonl"))).containsExactly(result.json(), result.json());
    }

    @Test
    void machineIsDescribed() {
        assertThat(Machine.describe()).matches("\\d+ cores, \\d+ GiB, .+, load .+");
    }
}
