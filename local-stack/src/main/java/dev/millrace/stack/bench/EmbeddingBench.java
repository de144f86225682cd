package dev.millrace.stack.bench;

import dev.millrace.embedding.model.EmbeddingModel;
import dev.millrace.embedding.model.OnnxEmbedder;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Processor time of a text in the models that ship, with the bounds that ship, on real catalogue entries; and texts a
/// second with one thread and with one for each core.
final class EmbeddingBench {
    private static final int TEXTS = 1_000;
    private static final int WARM_UP = 100;
    private static final int P95 = 95;
    private static final int TOKENS = 128;
    private static final int CHARACTERS = 1_000;
    private static final double NANOS_A_MILLI = 1e6;
    private static final double NANOS_A_SECOND = 1e9;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Path catalogue;
    private final PrintStream out;

    /// @param catalogue folder of the catalogue set
    EmbeddingBench(Path catalogue, PrintStream out) {
        this.catalogue = catalogue;
        this.out = out;
    }

    Map<String, Double> run() throws InterruptedException {
        Map<String, Double> figures = new LinkedHashMap<>();
        long start = System.nanoTime();
        try (OnnxEmbedder embedder =
                new OnnxEmbedder(List.of(EmbeddingModel.BGE_SMALL_ZH, EmbeddingModel.MINILM), TOKENS)) {
            figures.put("load_both_models_ms", (System.nanoTime() - start) / NANOS_A_MILLI);
            language("zh", EmbeddingModel.BGE_SMALL_ZH, embedder, figures);
            language("en", EmbeddingModel.MINILM, embedder, figures);
        }
        return figures;
    }

    private void language(String language, EmbeddingModel model, OnnxEmbedder embedder, Map<String, Double> figures)
            throws InterruptedException {
        List<String> texts = EmbeddingTexts.of(catalogue, language, TEXTS, CHARACTERS);
        texts.stream().limit(WARM_UP).forEach(text -> embedder.embed(model, text));
        double characters = texts.stream().mapToInt(String::length).average().orElse(0);
        List<Double> cpuMs = new ArrayList<>();
        long start = System.nanoTime();
        for (String text : texts) {
            long before = THREADS.getCurrentThreadCpuTime();
            embedder.embed(model, text);
            cpuMs.add((THREADS.getCurrentThreadCpuTime() - before) / NANOS_A_MILLI);
        }
        double alone = texts.size() * NANOS_A_SECOND / (System.nanoTime() - start);
        int cores = Runtime.getRuntime().availableProcessors();
        double together = perSecond(texts, model, embedder, cores);
        double mean = cpuMs.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        figures.put(language + "_characters", characters);
        figures.put(language + "_cpu_ms", mean);
        figures.put(language + "_cpu_p95_ms", new Percentiles(cpuMs).at(P95));
        figures.put(language + "_texts_per_s", alone);
        figures.put(language + "_texts_per_s_all_cores", together);
        out.printf(
                "%s, %s: %d texts of %.0f characters, %.2f ms CPU each (p95 %.2f), %.0f a second, %.0f with %d threads%n",
                language,
                model.label(),
                texts.size(),
                characters,
                mean,
                new Percentiles(cpuMs).at(P95),
                alone,
                together,
                cores);
    }

    private static double perSecond(List<String> texts, EmbeddingModel model, OnnxEmbedder embedder, int threads)
            throws InterruptedException {
        long start = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<float[]>> vectors = texts.stream()
                    .map(text -> pool.submit(() -> embedder.embed(model, text)))
                    .toList();
            for (Future<float[]> vector : vectors) {
                vector.get();
            }
        } catch (ExecutionException e) {
            throw new BenchException("a text could not be embedded: " + e.getCause(), e);
        }
        return texts.size() * NANOS_A_SECOND / (System.nanoTime() - start);
    }
}
