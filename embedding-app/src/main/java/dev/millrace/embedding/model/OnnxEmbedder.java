package dev.millrace.embedding.model;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/// The models in use, each loaded once.
public final class OnnxEmbedder implements Embedder, AutoCloseable {
    private static final String PROBE = "air quality 空气质量";

    private final Map<EmbeddingModel, OnnxModel> loaded = new EnumMap<>(EmbeddingModel.class);

    /// Loads them and embeds a text with each: one that cannot must not be found out by a hundred thousand items.
    ///
    /// @param maxTokens of a text, both marks included; what follows is not read
    /// @throws EmbeddingException when one cannot be run here
    public OnnxEmbedder(Collection<EmbeddingModel> models, int maxTokens) {
        for (EmbeddingModel model : models) {
            loaded.computeIfAbsent(model, one -> new OnnxModel(one, maxTokens)).embed(PROBE);
        }
    }

    @Override
    public float[] embed(EmbeddingModel model, String text) {
        OnnxModel found = loaded.get(model);
        if (found == null) {
            throw new EmbeddingException("model " + model.label() + " is not in use");
        }
        return found.embed(text);
    }

    @Override
    public void close() {
        loaded.values().forEach(OnnxModel::close);
    }
}
