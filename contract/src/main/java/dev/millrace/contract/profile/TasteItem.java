package dev.millrace.contract.profile;

import dev.millrace.contract.proto.CatalogueItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What taste is made of, of one item.
///
/// @param tagKeys its tags in lower case, each once
/// @param seller empty when unknown
/// @param price yuan, NaN when unknown
public record TasteItem(List<String> tagKeys, String seller, double price) {
    public TasteItem {
        tagKeys = List.copyOf(tagKeys);
    }

    /// Of a catalogue entry.
    public static TasteItem of(CatalogueItem item) {
        List<String> keys = new ArrayList<>(item.getTagsCount());
        for (String tag : item.getTagsList()) {
            String key = tag.toLowerCase(Locale.ROOT).intern(); // a tag is that of many items
            if (!keys.contains(key)) { // tags are few
                keys.add(key);
            }
        }
        return new TasteItem(keys, item.getSeller(), price(item.getPrice()));
    }

    private static double price(String text) {
        try {
            return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN; // no price: says nothing
        }
    }
}
