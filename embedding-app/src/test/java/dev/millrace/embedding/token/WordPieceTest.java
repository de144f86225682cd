package dev.millrace.embedding.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// `golden-tokens.json` holds what Hugging Face's `tokenizers` 0.23.2 makes of the same texts with the same
/// vocabularies and its normaliser set to lower case.
class WordPieceTest {
    private static final WordPiece ENGLISH = wordPiece("all-minilm-l6-v2-q");

    static List<Arguments> golden() throws IOException {
        JsonNode models = new ObjectMapper().readTree(resource("golden-tokens.json"));
        List<Arguments> all = new ArrayList<>();
        models.properties()
                .forEach(model -> model.getValue()
                        .forEach(one -> all.add(Arguments.of(
                                model.getKey(),
                                one.get("text").asText(),
                                StreamSupport.stream(one.get("tokens").spliterator(), false)
                                        .mapToLong(JsonNode::longValue)
                                        .toArray()))));
        return all;
    }

    @ParameterizedTest
    @MethodSource("golden")
    void tokensAreThoseOfTheReference(String model, String text, long[] tokens) {
        assertThat(wordPiece(model).tokens(text, 512)).containsExactly(tokens);
    }

    @Test
    void capitalsAreNoUnknownWordsForTheChineseModel() {
        WordPiece chinese = wordPiece("bge-small-zh-v1.5-q");
        assertThat(chinese.tokens("National COVID data", 64))
                .containsExactly(chinese.tokens("national covid data", 64));
    }

    @Test
    void aTextIsCutToItsTokensAndStillEnds() {
        long[] whole = ENGLISH.tokens("antidisestablishmentarianism of the air", 64);
        long[] cut = ENGLISH.tokens("antidisestablishmentarianism of the air", 5);
        assertThat(cut)
                .hasSize(5)
                .startsWith(whole[0], whole[1], whole[2], whole[3])
                .endsWith(whole[whole.length - 1]);
        assertThat(ENGLISH.tokens("air", 2)).containsExactly(whole[0], whole[whole.length - 1]);
    }

    @Test
    void specialTokensInATextAreOrdinaryText() {
        long[] tokens = ENGLISH.tokens("[SEP]", 64);
        assertThat(tokens).hasSizeGreaterThan(3).containsOnlyOnce(tokens[tokens.length - 1]);
    }

    @Test
    void aFileOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> WordPiece.read("{\"model\":{\"type\":\"BPE\"}}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("wanted WordPiece");
        assertThatThrownBy(() -> WordPiece.read(new byte[] {1})).hasMessageContaining("not readable");
    }

    private static WordPiece wordPiece(String model) {
        return WordPiece.read(resource(model + "-tokenizer.json"));
    }

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(WordPieceTest.class.getResourceAsStream("/" + name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
