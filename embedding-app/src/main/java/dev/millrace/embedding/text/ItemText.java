package dev.millrace.embedding.text;

import dev.millrace.contract.proto.CatalogueItem;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The words of an item that its vector is made from: title, tags, description, a line each, cut to a length. Seller,
/// price and state are not among them: they change without changing what the item is about.
public final class ItemText {

    private ItemText() {}

    /// Empty when the item has no words.
    ///
    /// @param maxCharacters UTF-16 units; no character is cut in two
    public static String of(CatalogueItem item, int maxCharacters) {
        String text = Stream.of(item.getTitle(), String.join(" ", item.getTagsList()), item.getDescription())
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
        if (text.length() <= maxCharacters) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(maxCharacters - 1));
        return text.substring(0, splits ? maxCharacters - 1 : maxCharacters);
    }
}
