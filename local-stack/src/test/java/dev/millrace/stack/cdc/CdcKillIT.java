package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stack.bench.BenchResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The connector is killed (`kill -9`) in a snapshot, while it follows the binlog, around a schema change, in the
/// middle of a large transaction and while one table is read again; the shop goes on trading. Nothing is lost, out of
/// order or there twice.
///
/// `-Dseed=` is the first seed, `-Dseeds=` how many are run, `-Dsoak.results=` a folder that keeps the outcome.
final class CdcKillIT {
    private static final long FIRST = Long.getLong("seed", 20261125L);
    private static final int SEEDS = Integer.getInteger("seeds", 1);
    private static final @Nullable String KEPT = System.getProperty("soak.results");
    private static final Path ROOT = Path.of(System.getProperty("millrace.root", ".."));

    @Test
    void noKillLosesReordersOrRepeatsAChange(@TempDir Path folder) throws Exception {
        List<SeedResult> results = new ArrayList<>();
        Optional<Path> archive = Optional.of(folder.resolve("connector.jsa")).filter(_ -> SEEDS > 1);
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), "SYSTEM")) {
            for (long seed : LongStream.range(FIRST, FIRST + SEEDS).toArray()) {
                Path own = Files.createDirectory(folder.resolve("seed-" + seed));
                results.add(new KillRun(seed, source, own, archive).run());
                System.out.println(KillTable.line(results.getLast()));
                report(new KillTable(results), "so far");
                delete(own);
            }
        }
        keep(new KillTable(results));
        assertThat(results).extracting(CdcKillIT::trouble).allMatch(String::isEmpty);
    }

    /// Everything that is wrong with one seed, in words.
    private static String trouble(SeedResult result) {
        List<String> trouble = new ArrayList<>(result.trouble());
        result.counts().filter(counts -> !counts.isClean()).ifPresent(counts -> trouble.add(counts.toString()));
        result.kills().forEach((phase, kills) -> {
            if (kills == 0) {
                trouble.add("no kill hit the phase " + phase.label());
            }
        });
        return trouble.isEmpty() ? "" : "-Dseed=" + result.seed() + ": " + String.join("\n", trouble);
    }

    private static void keep(KillTable table) throws Exception {
        BenchResult result = BenchResult.of("soak-cdc", table.figures(), ROOT);
        report(table, "commit %s, %s".formatted(result.commit(), result.machine()));
        if (KEPT != null) {
            System.out.println("RESULT " + result.json());
            result.append(Path.of(KEPT));
        }
    }

    /// A run of many seeds that is broken off leaves the table of those that were done.
    private static void report(KillTable table, String state) throws Exception {
        Path folder = Path.of(KEPT == null ? System.getProperty("java.io.tmpdir", "target") : KEPT);
        Files.writeString(
                folder.resolve("soak-cdc.md"),
                "The kill suite of the connector, %s%n%n%s".formatted(state, table.markdown()));
    }

    private static void delete(Path folder) throws Exception {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
