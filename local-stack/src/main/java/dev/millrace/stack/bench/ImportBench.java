package dev.millrace.stack.bench;

import dev.millrace.stack.load.sql.DatabaseAccess;
import dev.millrace.stack.status.StackStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A bulk import of new items into a busy shop: what the ordinary answers take before it and while its texts are being
/// embedded, and how long a title that changes meanwhile waits for its vector.
final class ImportBench {
    private static final int ITEMS = 100_000;
    private static final int INSERTS = 1_000;
    private static final int RATE = 200;
    private static final int PROBES = 60;
    private static final int P95 = 95;
    private static final int MEDIAN = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final double NANOS_A_SECOND = 1e9;
    private static final String METRIC = "millrace_embedding_";

    private final Path root;
    private final Path folder;
    private final PrintStream out;

    /// @param folder of the stack, emptied first
    ImportBench(Path root, Path folder, PrintStream out) {
        this.root = root;
        this.folder = folder;
        this.out = out;
    }

    Map<String, Double> run() throws SQLException, IOException, InterruptedException {
        Map<String, Double> figures = new LinkedHashMap<>();
        try (StackUnderTest stack = StackUnderTest.start(root, folder, RATE)) {
            figures.putAll(new FreshnessBench(stack, RATE, PROBES, out).run("_before"));
            StackStatus status = stack.status();
            DatabaseAccess shop =
                    DatabaseAccess.of(Objects.requireNonNull(status.databases().get("business")));
            VectorProbes vectors = new VectorProbes(shop, Objects.requireNonNull(status.kafka()));
            put("vector_before", vectors.run(PROBES), figures);
            try (KeepAlive embedding = new KeepAlive(
                    URI.create(Objects.requireNonNull(status.http().get("embedding"))))) {
                insert(shop);
                awaitItems(embedding);
                double published = metric(embedding, "published_total");
                long begin = System.nanoTime();
                put("vector_during", vectors.run(PROBES), figures);
                figures.putAll(new FreshnessBench(stack, RATE, PROBES, out).run("_during"));
                double seconds = (System.nanoTime() - begin) / NANOS_A_SECOND;
                figures.put("texts_per_s", (metric(embedding, "published_total") - published) / seconds);
                double waiting = backlog(embedding);
                out.printf("%.0f texts a second, %.0f still wait%n", figures.get("texts_per_s"), waiting);
                if (waiting == 0) {
                    throw new BenchException("the import had ended before the measurement: no figure");
                }
            }
        }
        return figures;
    }

    private void put(String name, List<Double> ms, Map<String, Double> figures) {
        Percentiles all = new Percentiles(ms);
        figures.put(name + "_p50_ms", all.at(MEDIAN));
        figures.put(name + "_p95_ms", all.at(P95));
        out.printf("%s: p50 %.0f, p95 %.0f ms%n", name, all.at(MEDIAN), all.at(P95));
    }

    private void insert(DatabaseAccess shop) throws SQLException {
        try (var connection = shop.connect(PATIENCE);
                var insert = connection.prepareStatement("INSERT INTO dataset (dataset_name, description, tag, price,"
                        + " create_company_name) VALUES (?, ?, 'bulk;import', 1, 'Bulk seller')")) {
            connection.setAutoCommit(false);
            for (int i = 1; i <= ITEMS; i++) {
                insert.setString(1, "Records of station %d in the eastern basin".formatted(i));
                insert.setString(2, "第%d号站点的逐时观测记录，字段含时间、地点与数值，可用于分析与建模。".formatted(i));
                insert.addBatch();
                if (i % INSERTS == 0) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
        }
        out.printf("%d items imported%n", ITEMS);
    }

    /// Until the catalogue of all of them has been read: what waits then are texts, not rows.
    private static void awaitItems(KeepAlive embedding) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (metric(embedding, "items") < ITEMS || metric(embedding, "lag_records") > INSERTS) {
            if (System.nanoTime() > deadline) {
                throw new BenchException("the import was not in the catalogue within " + PATIENCE);
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private static double backlog(KeepAlive embedding) throws IOException, InterruptedException {
        return metric(embedding, "waiting_texts") + metric(embedding, "left_texts");
    }

    private static double metric(KeepAlive embedding, String name) throws IOException, InterruptedException {
        return embedding
                .text("/metrics")
                .lines()
                .filter(line -> line.startsWith(METRIC + name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }
}
