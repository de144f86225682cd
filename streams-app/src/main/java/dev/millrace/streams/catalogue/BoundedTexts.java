package dev.millrace.streams.catalogue;

import java.util.List;

/// Texts of the catalogue as long as they may be: a row of a megabyte must not become a record that no
/// topic takes.
final class BoundedTexts {
    private final int length;
    private final int tags;
    private final Runnable cut;

    /// @param length characters of a text
    /// @param tags tags of an item
    /// @param cut told whenever something is left out
    BoundedTexts(int length, int tags, Runnable cut) {
        this.length = length;
        this.tags = tags;
        this.cut = cut;
    }

    /// The text, or its beginning; no character is cut in two.
    String bounded(String text) {
        if (text.length() <= length) {
            return text;
        }
        cut.run();
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }

    /// The first tags, each of them bounded.
    List<String> tags(List<String> all) {
        if (all.size() > tags) {
            cut.run();
        }
        return all.stream().limit(tags).map(this::bounded).toList();
    }
}
