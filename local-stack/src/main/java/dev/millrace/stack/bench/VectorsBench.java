package dev.millrace.stack.bench;

import dev.millrace.query.config.VectorIndexConfig;
import dev.millrace.query.vector.DotProduct;
import dev.millrace.query.vector.ExactIndex;
import dev.millrace.query.vector.FlatHnsw;
import dev.millrace.query.vector.Hit;
import dev.millrace.query.vector.HnswSettings;
import dev.millrace.query.vector.HnswlibIndex;
import dev.millrace.query.vector.Storage;
import dev.millrace.query.vector.VectorIndex;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// The vector indexes with the defaults of the service, against exact search and an IVF of the same recall: on real
/// text vectors, on ten times as many made of them, and on noise, where nothing of the kind can win.
///
/// Times are processor times of one thread.
final class VectorsBench {
    /// Recall at which engines are compared; on noise that of the founding list.
    private static final double MATCHED = 0.97;

    private static final double MATCHED_ON_NOISE = 0.9;
    private static final int[] EFS = {50, 60, 70, 80, 100, 120, 140, 160, 200, 250, 300, 400, 600, 1_000, 2_000};
    private static final int[] PROBES = {
        1, 2, 4, 8, 12, 16, 24, 32, 40, 48, 56, 64, 72, 80, 96, 112, 128, 160, 200, 256, 316
    };
    private static final int CHANGES = 2_000;
    private static final double NANOS_A_MICRO = 1e3;
    private static final double NANOS_A_SECOND = 1e9;
    private static final double BYTES_A_MIB = 1 << 20;
    private static final double PER_CENT = 100;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final HnswSettings settings;
    private final Path folder;
    private final PrintStream out;
    private final Map<String, Double> figures = new LinkedHashMap<>();

    /// An index that can be searched with any `ef`.
    private interface Engine {
        List<Hit> nearest(float[] query, int k, int ef);
    }

    /// @param config the defaults of the service
    /// @param folder of `debian-embeddings`
    VectorsBench(VectorIndexConfig config, Path folder, PrintStream out) {
        settings = new HnswSettings(config.m(), config.efConstruction(), config.ef());
        this.folder = folder;
        this.out = out;
    }

    Map<String, Double> run() {
        boolean isReal = VectorSet.isIn(folder);
        out.println(
                isReal
                        ? "real vectors: " + folder
                        : "no debian-embeddings at " + folder + ": seeded vectors in their place");
        out.println(settings);
        figures.put("real_vectors", isReal ? 1.0 : 0);
        VectorSet set = isReal ? VectorSet.debian(folder) : VectorSet.substitute();
        VectorSet large = set.tenfold();
        compare(set, MATCHED);
        int dimension = set.base()[0].length;
        int places = 2 * set.base().length;
        change(set, "flat_float", new FlatHnsw(Storage.FLOAT, dimension, places, settings));
        change(set, "flat_int8", new FlatHnsw(Storage.INT8, dimension, places, settings));
        change(set, "hnswlib", new HnswlibIndex(dimension, places, settings));
        compare(large, MATCHED);
        change(large, "flat_int8", new FlatHnsw(Storage.INT8, dimension, 10 * places, settings));
        compare(VectorSet.uniform(), MATCHED_ON_NOISE);
        return figures;
    }

    private void compare(VectorSet set, double recall) {
        int count = set.base().length;
        int dimension = set.base()[0].length;
        out.printf("%s: %d vectors of %d, %d queries%n", set.name(), count, dimension, set.queries().length);
        VectorSearch search = exact(set);
        double ivf = ivf(set, search, recall);
        for (Storage storage : Storage.values()) {
            FlatHnsw flat =
                    built(set, "flat_" + storage.word(), () -> new FlatHnsw(storage, dimension, count, settings));
            matched(set, "flat_" + storage.word(), flat::nearest, search, recall, ivf);
        }
        HnswlibIndex library = built(set, "hnswlib", () -> new HnswlibIndex(dimension, count, settings));
        matched(set, "hnswlib", library::nearest, search, recall, ivf);
    }

    private VectorSearch exact(VectorSet set) {
        int count = set.base().length;
        int dimension = set.base()[0].length;
        VectorIndex exact = filled(set, new ExactIndex(Storage.FLOAT, dimension, count));
        VectorSearch search = new VectorSearch(set.queries(), exact);
        similarities(set, exact);
        note(set, "exact_float", search.measure(exact, 0));
        note(set, "exact_int8", search.measure(filled(set, new ExactIndex(Storage.INT8, dimension, count)), 0));
        return search;
    }

    private double ivf(VectorSet set, VectorSearch search, double recall) {
        long began = THREADS.getCurrentThreadCpuTime();
        IvfFlat ivf = new IvfFlat(set.base());
        put(set, "ivf_build_cpu_s", (THREADS.getCurrentThreadCpuTime() - began) / NANOS_A_SECOND);
        int[] probes =
                IntStream.of(PROBES).filter(probe -> probe <= ivf.lists()).toArray();
        var point = VectorSearch.matched(
                recall,
                probes,
                probe -> search.measure(
                        probe,
                        query -> IntStream.of(ivf.nearest(query, VectorSearch.K, probe))
                                .mapToObj(VectorSearch::item)
                                .toList()));
        note(set, "ivf", point);
        return point.micros();
    }

    private <T extends VectorIndex> T built(VectorSet set, String name, Supplier<T> maker) {
        double before = heap();
        long began = THREADS.getCurrentThreadCpuTime();
        T index = maker.get();
        filled(set, index);
        put(set, name + "_build_cpu_s", (THREADS.getCurrentThreadCpuTime() - began) / NANOS_A_SECOND);
        put(set, name + "_heap_mib", (heap() - before) / BYTES_A_MIB);
        return index;
    }

    private void matched(
            VectorSet set, String name, Engine engine, VectorSearch search, double recall, double ivfMicros) {
        note(set, name + "_ef" + settings.ef(), point(engine, search, settings.ef()));
        var point = VectorSearch.matched(recall, EFS, ef -> point(engine, search, ef));
        note(set, name, point);
        put(set, name + "_times_ivf", ivfMicros / point.micros());
    }

    private static VectorSearch.Point point(Engine engine, VectorSearch search, int ef) {
        return search.measure(ef, query -> VectorSearch.ids(engine.nearest(query, VectorSearch.K, ef)));
    }

    /// Updates and deletes of live items, what half of them replaced costs until the rebuild, and the size of a
    /// snapshot.
    private void change(VectorSet set, String name, VectorIndex index) {
        int count = set.base().length;
        filled(set, index);
        float[][] now = set.halfTurned().base();
        long began = THREADS.getCurrentThreadCpuTime();
        for (int slot = 0; slot < count / 2; slot++) {
            index.put(VectorSearch.item(slot), now[slot]);
        }
        put(set, name + "_update_us", (THREADS.getCurrentThreadCpuTime() - began) / NANOS_A_MICRO / (count / 2));
        VectorSet replaced = new VectorSet(set.name(), now, set.queries());
        VectorIndex exact = filled(replaced, new ExactIndex(Storage.FLOAT, now[0].length, count));
        note(set, name + "_half_replaced", new VectorSearch(set.queries(), exact).measure(index, settings.ef()));
        put(set, name + "_snapshot_mib", bytes(index) / BYTES_A_MIB);
        began = THREADS.getCurrentThreadCpuTime();
        for (int slot = 0; slot < CHANGES; slot++) {
            index.remove(VectorSearch.item(slot));
        }
        put(set, name + "_delete_us", (THREADS.getCurrentThreadCpuTime() - began) / NANOS_A_MICRO / CHANGES);
    }

    private static double bytes(VectorIndex index) {
        var bytes = new ByteArrayOutputStream();
        try {
            index.save(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.size();
    }

    /// How similar neighbours are, and how similar two vectors are that have nothing to do with each other.
    private void similarities(VectorSet set, VectorIndex exact) {
        List<List<Hit>> all = Arrays.stream(set.queries())
                .map(query -> exact.nearest(query, VectorSearch.K))
                .toList();
        for (int rank : new int[] {1, 10, VectorSearch.K}) {
            spread(
                    set,
                    "cosine_rank_" + rank,
                    all.stream()
                            .map(hits -> (double) hits.get(rank - 1).similarity())
                            .toList());
        }
        Random random = new Random(1);
        spread(
                set,
                "cosine_unrelated",
                Arrays.stream(set.queries())
                        .map(query ->
                                (double) DotProduct.best().of(query, set.base()[random.nextInt(set.base().length)], 0))
                        .toList());
    }

    private void spread(VectorSet set, String name, List<Double> values) {
        Percentiles percentiles = new Percentiles(values);
        for (int percent : new int[] {1, 50, 99}) {
            put(set, "%s_p%d_pct".formatted(name, percent), PER_CENT * percentiles.at(percent));
        }
    }

    private static VectorIndex filled(VectorSet set, VectorIndex index) {
        for (int slot = 0; slot < set.base().length; slot++) {
            if (index.put(VectorSearch.item(slot), set.base()[slot]) == VectorIndex.Put.FULL) {
                throw new BenchException("no place for vector " + slot);
            }
        }
        return index;
    }

    private void note(VectorSet set, String name, VectorSearch.Point point) {
        out.printf(
                "%-8s %-24s %4d: recall@%d %.4f, %.0f us%n",
                set.name(), name, point.setting(), VectorSearch.K, point.recall(), point.micros());
        figures.put(set.name() + "_" + name + "_setting", (double) point.setting());
        figures.put(set.name() + "_" + name + "_recall_pct", PER_CENT * point.recall());
        figures.put(set.name() + "_" + name + "_us", point.micros());
    }

    private void put(VectorSet set, String name, double value) {
        out.printf("%-8s %-30s %.2f%n", set.name(), name, value);
        figures.put(set.name() + "_" + name, value);
    }

    /// What is in use after a collection.
    private static double heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < 3; i++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }
}
