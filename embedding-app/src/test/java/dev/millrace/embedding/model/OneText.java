package dev.millrace.embedding.model;

import java.util.List;

/// Program: embeds one text with each shipped model and prints the number of values.
final class OneText {

    private OneText() {}

    public static void main(String[] arguments) {
        var models = List.of(EmbeddingModel.BGE_SMALL_ZH, EmbeddingModel.MINILM);
        try (OnnxEmbedder embedder = new OnnxEmbedder(models, 64)) {
            models.forEach(model -> System.out.println(embedder.embed(model, "空气 air").length));
        } catch (EmbeddingException e) {
            System.out.println(e.getMessage());
        }
    }
}
