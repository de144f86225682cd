package dev.millrace.stack.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Looks into answers without parsing them: a generator that parses costs as much as the server it measures.
final class ListAnswers {
    private static final String ITEM = "\"item_id\":\"";
    private static final String FALLBACK = "\"variant\":\"fallback\"";

    private ListAnswers() {}

    /// The keys of the items of a list, in their order. Names in a text of a seller's cannot be taken for ours: there
    /// quotes are escaped.
    ///
    /// @param field of the list
    static List<String> items(byte[] body, String field) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        List<String> items = new ArrayList<>(ListKind.LIMIT);
        int at = text.indexOf("\"" + field + "\":[");
        while (at >= 0) {
            at = text.indexOf(ITEM, at);
            if (at >= 0) {
                int end = text.indexOf('"', at + ITEM.length());
                items.add(text.substring(at + ITEM.length(), end));
                at = end;
            }
        }
        return items;
    }

    /// Whether the state that a list should be made from could not be read.
    static boolean isFallback(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1).contains(FALLBACK);
    }

    /// What is wrong with an answer that has arrived.
    static Optional<String> wrong(ListKind.Question question, byte[] body) {
        List<String> items = items(body, question.kind().field());
        if (items.size() != ListKind.LIMIT) {
            return Optional.of("%d items instead of %d".formatted(items.size(), ListKind.LIMIT));
        }
        if (new HashSet<>(items).size() != items.size()) {
            return Optional.of("an item twice");
        }
        return items.contains(question.page()) ? Optional.of("the page's own item") : Optional.empty();
    }
}
