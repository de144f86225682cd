package dev.millrace.streams.behaviour;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ActionMeaning;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a `log_action` name means to us: an item, an event word, or nothing. Pure.
///
/// Item pages are `dataDetail/N` and `payment/N` (data sets) and `dataAPIDetail/N` (APIs) anywhere in the path; the
/// name
/// of a recommendation event is `dataset_N`.
final class ActionNames {
    static final int PAGE_URL = 1;
    static final int EVENT_CATEGORY = 10;
    static final int EVENT_ACTION = 11;
    static final int EVENT_NAME = 12;

    private static final Set<String> WORDS = Set.of("recommendation", "click", "purchase");
    private static final Pattern ITEM_PAGE = Pattern.compile("(dataDetail|dataAPIDetail|payment)/(\\d{1,18})(?!\\d)");
    private static final Pattern ITEM_EVENT = Pattern.compile("dataset_(\\d{1,18})");

    private ActionNames() {}

    /// The meaning of a name of that type; empty when it has none, which is so for most rows of a real site.
    static Optional<ActionMeaning> meaning(int type, String name) {
        return switch (type) {
            case PAGE_URL ->
                page(name).map(item -> of(type).setItemId(item.key()).build());
            case EVENT_CATEGORY, EVENT_ACTION ->
                word(name).map(word -> of(type).setWord(word).build());
            case EVENT_NAME ->
                event(name).map(item -> of(type).setItemId(item.key()).build());
            default -> Optional.empty();
        };
    }

    private static Optional<ItemId> page(String url) {
        int query = url.indexOf('?');
        Matcher matcher = ITEM_PAGE.matcher(query < 0 ? url : url.substring(0, query));
        if (!matcher.find()) {
            return Optional.empty();
        }
        String prefix = matcher.group(1).equals("dataAPIDetail") ? "api:" : "ds:";
        return ItemId.parse(prefix + stripZeros(matcher.group(2)));
    }

    private static Optional<ItemId> event(String name) {
        Matcher matcher = ITEM_EVENT.matcher(name);
        return matcher.matches() ? ItemId.parse("ds:" + stripZeros(matcher.group(1))) : Optional.empty();
    }

    private static Optional<String> word(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return WORDS.contains(lower) ? Optional.of(lower) : Optional.empty();
    }

    private static String stripZeros(String digits) {
        String stripped = digits.replaceFirst("^0+", "");
        return stripped.isEmpty() ? "0" : stripped;
    }

    private static ActionMeaning.Builder of(int type) {
        return ActionMeaning.newBuilder().setType(type);
    }
}
