package dev.millrace.query.config;

import java.util.List;

/// How vectors are searched.
///
/// @param graph implementation for many items: flat or hnswlib
/// @param storage int8 or float; hnswlib has floats only
/// @param exactBelow items of a model up to which every vector is looked at
/// @param m links that a vector gets
/// @param efConstruction candidates that links are chosen from
/// @param ef candidates that a search keeps
/// @param maxDead removed and replaced vectors for each living one, above which the graph is built anew
/// @param maxFilled share of its places in use, above which the graph is built anew, larger
public record VectorIndexConfig(
        String graph,
        String storage,
        int exactBelow,
        int m,
        int efConstruction,
        int ef,
        double maxDead,
        double maxFilled) {
    private static final List<String> GRAPHS = List.of("flat", "hnswlib");
    private static final List<String> STORAGES = List.of("int8", "float");

    public VectorIndexConfig {
        oneOf("vectors.graph", graph, GRAPHS);
        oneOf("vectors.storage", storage, STORAGES);
        if (graph.equals("hnswlib") && !storage.equals("float")) {
            throw new ConfigurationException("vectors.storage must be float when vectors.graph is hnswlib");
        }
        Checks.range("vectors.exact-below", exactBelow, 0, 10_000_000);
        Checks.range("vectors.m", m, 2, 64);
        Checks.range("vectors.ef-construction", efConstruction, m, 2_000);
        Checks.range("vectors.ef", ef, 1, 2_000);
    }

    private static void oneOf(String key, String value, List<String> known) {
        if (!known.contains(value)) {
            throw new ConfigurationException("%s must be one of %s, got %s".formatted(key, known, value));
        }
    }
}
