package dev.millrace.embedding.token;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Text as the words of an *uncased* BERT: control characters dropped, marks stripped (NFD), lower case, split at white
/// space, punctuation and around each ideograph.
///
/// All vocabularies that are used here are lower-case without marks, whatever their `tokenizer.json` says: that of
/// bge-small-zh says `lowercase: false`, and would make every capital an unknown word (docs/decisions/0021).
final class BertText {
    private static final int REPLACEMENT = 0xFFFD;

    private BertText() {}

    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        normal(text).codePoints().forEach(character -> {
            if (isSpace(character)) {
                flush(word, words);
            } else if (isPunctuation(character) || isIdeograph(character)) {
                flush(word, words);
                words.add(Character.toString(character));
            } else {
                word.appendCodePoint(character);
            }
        });
        flush(word, words);
        return words;
    }

    private static void flush(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static String normal(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().filter(character -> !isControl(character)).forEach(clean::appendCodePoint);
        StringBuilder bare = new StringBuilder(clean.length());
        Normalizer.normalize(clean, Normalizer.Form.NFD)
                .codePoints()
                .filter(character -> Character.getType(character) != Character.NON_SPACING_MARK)
                .forEach(bare::appendCodePoint);
        return bare.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isSpace(int character) {
        return character == '\t' || character == '\n' || character == '\r' || Character.isSpaceChar(character);
    }

    private static boolean isControl(int character) {
        if (character == 0 || character == REPLACEMENT) {
            return true;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL -> !isSpace(character);
            case Character.FORMAT, Character.UNASSIGNED, Character.PRIVATE_USE, Character.SURROGATE -> true;
            default -> false;
        };
    }

    /// Every ASCII sign counts, `$` and `~` too, as it did when the models were trained.
    private static boolean isPunctuation(int character) {
        boolean asciiSign = (character >= '!' && character <= '/')
                || (character >= ':' && character <= '@')
                || (character >= '[' && character <= '`')
                || (character >= '{' && character <= '~');
        return asciiSign
                || switch (Character.getType(character)) {
                    case Character.CONNECTOR_PUNCTUATION,
                            Character.DASH_PUNCTUATION,
                            Character.START_PUNCTUATION,
                            Character.END_PUNCTUATION,
                            Character.INITIAL_QUOTE_PUNCTUATION,
                            Character.FINAL_QUOTE_PUNCTUATION,
                            Character.OTHER_PUNCTUATION -> true;
                    default -> false;
                };
    }

    /// The blocks that BERT calls Chinese: kana and hangul are words, not ideographs.
    private static boolean isIdeograph(int character) {
        return (character >= 0x4E00 && character <= 0x9FFF)
                || (character >= 0x3400 && character <= 0x4DBF)
                || (character >= 0x20000 && character <= 0x2A6DF)
                || (character >= 0x2A700 && character <= 0x2CEAF)
                || (character >= 0xF900 && character <= 0xFAFF)
                || (character >= 0x2F800 && character <= 0x2FA1F);
    }
}
