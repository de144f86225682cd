package dev.millrace.embedding.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Text → token numbers of one vocabulary: each word is taken apart from the left into the longest pieces that the
/// vocabulary has; a word that cannot be is unknown as a whole.
///
/// Reads a `tokenizer.json` of type WordPiece. Special tokens in the text are ordinary text: an item called
/// `[SEP]` ends nothing. Thread-safe.
public final class WordPiece {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INSIDE = "##";
    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> first = new HashMap<>();
    private final Map<String, Integer> inside = new HashMap<>();
    private final int begin;
    private final int end;
    private final int unknown;

    private WordPiece(JsonNode vocabulary) {
        for (Map.Entry<String, JsonNode> token : vocabulary.properties()) {
            String piece = token.getKey();
            if (piece.startsWith(INSIDE)) {
                inside.put(piece.substring(INSIDE.length()), token.getValue().intValue());
            } else {
                first.put(piece, token.getValue().intValue());
            }
        }
        begin = special("[CLS]");
        end = special("[SEP]");
        unknown = special("[UNK]");
    }

    /// @param tokenizerJson content of the file
    /// @throws IllegalArgumentException when it is no WordPiece tokenizer
    public static WordPiece read(byte[] tokenizerJson) {
        try {
            JsonNode model = JSON.readTree(tokenizerJson).path("model");
            if (!model.path("type").asText().equals("WordPiece")) {
                throw new IllegalArgumentException(
                        "tokenizer is of type '" + model.path("type").asText() + "', wanted WordPiece");
            }
            return new WordPiece(model.path("vocab"));
        } catch (IOException e) {
            throw new IllegalArgumentException("tokenizer is not readable JSON", e);
        }
    }

    /// Token numbers with the begin and end marks.
    ///
    /// @param maxTokens both marks included, at least 2; what follows is cut off
    public long[] tokens(String text, int maxTokens) {
        long[] tokens = new long[maxTokens];
        tokens[0] = begin;
        int size = 1;
        List<String> words = BertText.words(text);
        for (int i = 0; i < words.size() && size < maxTokens - 1; i++) {
            size = append(words.get(i), tokens, size, maxTokens - 1);
        }
        tokens[size] = end;
        return Arrays.copyOf(tokens, size + 1);
    }

    /// @return the size afterwards
    private int append(String word, long[] tokens, int size, int limit) {
        if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
            tokens[size] = unknown;
            return size + 1;
        }
        int at = size;
        for (int start = 0; start < word.length(); ) {
            Map<String, Integer> pieces = start == 0 ? first : inside;
            int stop = longest(pieces, word, start);
            if (stop == start) {
                tokens[size] = unknown;
                return size + 1;
            }
            if (at < limit) {
                tokens[at++] = pieces.getOrDefault(word.substring(start, stop), unknown);
            }
            start = stop;
        }
        return at;
    }

    /// Where the longest piece that begins at `start` ends; `start` when there is none.
    private static int longest(Map<String, Integer> pieces, String word, int start) {
        for (int stop = word.length(); stop > start; stop = word.offsetByCodePoints(stop, -1)) {
            if (pieces.containsKey(word.substring(start, stop))) {
                return stop;
            }
        }
        return start;
    }

    private int special(String token) {
        Integer number = first.get(token);
        if (number == null) {
            throw new IllegalArgumentException("vocabulary has no " + token);
        }
        return number;
    }
}
