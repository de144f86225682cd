package dev.millrace.stack.bench;

import dev.millrace.stack.embedded.EmbeddedMysql;
import dev.millrace.stack.embedded.MysqlOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Our connector against the same Debezium connector in Kafka Connect standalone: alternated pairs on one MySQL.
final class CdcBench {
    private final Path root;
    private final Path folder;
    private final CdcLoad load;
    private final int pairs;
    private final PrintStream out;

    /// @param folder of servers and logs, emptied before and after
    CdcBench(Path root, Path folder, CdcLoad load, int pairs, PrintStream out) {
        this.root = root;
        this.folder = folder;
        this.load = load;
        this.pairs = pairs;
        this.out = out;
    }

    /// Medians over the pairs.
    Map<String, Double> run() throws SQLException, IOException, InterruptedException {
        BenchFolder.empty(folder);
        List<CdcFigures> ours = new ArrayList<>();
        List<CdcFigures> connect = new ArrayList<>();
        var options = new MysqlOptions(folder.resolve("mysql"), root.resolve(".cache"), 0, "+00:00");
        try (EmbeddedMysql mysql = EmbeddedMysql.start(options)) {
            mysql.createAccounts();
            CdcOrders orders = new CdcOrders(mysql, load.rows());
            out.println("ours: transactions, exactly once, routed, redacted; connect: at least once, neither");
            out.println(CdcFigures.HEADER);
            for (int pair = 0; pair < pairs; pair++) {
                List<CdcSide> order =
                        pair % 2 == 0 ? List.of(CdcSide.OURS, CdcSide.CONNECT) : List.of(CdcSide.CONNECT, CdcSide.OURS);
                for (CdcSide side : order) {
                    Path place = folder.resolve(side.label());
                    CdcFigures figures = new CdcRound(side, load, orders, mysql, place).run();
                    out.println(figures.line(side.label()));
                    (side == CdcSide.OURS ? ours : connect).add(figures);
                    BenchFolder.empty(place);
                }
            }
        }
        BenchFolder.empty(folder);
        return medians(ours, connect);
    }

    static Map<String, Double> medians(List<CdcFigures> ours, List<CdcFigures> connect) {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("pairs", (double) ours.size());
        put(all, "snapshot_rows_per_s", ours, connect, CdcFigures::snapshotRate);
        put(all, "snapshot_cpu_us_per_row", ours, connect, CdcFigures::snapshotCpuUs);
        put(all, "streaming_events_per_s", ours, connect, CdcFigures::streamRate);
        put(all, "streaming_cpu_us_per_event", ours, connect, CdcFigures::streamCpuUs);
        put(all, "p50_ms", ours, connect, CdcFigures::p50Ms);
        put(all, "p99_ms", ours, connect, CdcFigures::p99Ms);
        put(all, "steady_cpu_us_per_event", ours, connect, CdcFigures::steadyCpuUs);
        return all;
    }

    /// Ours, theirs, and the median of the ratios of each pair.
    private static void put(
            Map<String, Double> all,
            String name,
            List<CdcFigures> ours,
            List<CdcFigures> connect,
            ToDoubleFunction<CdcFigures> figure) {
        List<Double> ratios = new ArrayList<>();
        for (int pair = 0; pair < ours.size(); pair++) {
            ratios.add(figure.applyAsDouble(ours.get(pair)) / figure.applyAsDouble(connect.get(pair)));
        }
        all.put(name, median(ours.stream().map(figure::applyAsDouble).toList()));
        all.put(
                "connect_" + name,
                median(connect.stream().map(figure::applyAsDouble).toList()));
        all.put(name.replaceFirst("(_rows|_events|_us)?(_per_\\w+|_ms)$", "") + "_ratio", median(ratios));
    }

    private static double median(List<Double> values) {
        return new Percentiles(values).at(50);
    }
}
