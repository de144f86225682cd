package dev.millrace.contract.capture;

import dev.millrace.contract.id.ItemId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What we read of a name in Matomo's `log_action`: an item page, an event word, the item that an event or an
/// article number names, or that it was a search. Every other name means nothing to us and need not leave the
/// database.
public sealed interface ActionName {
    /// `log_action.type` of a page URL.
    int PAGE_URL = 1;

    /// Of the article number of what is bought.
    int SKU = 5;

    /// Of the words of a search on the site.
    int SEARCH = 8;

    /// Of an event's category.
    int EVENT_CATEGORY = 10;

    /// Of an event's action.
    int EVENT_ACTION = 11;

    /// Of an event's name.
    int EVENT_NAME = 12;

    /// The page of an item: `dataDetail/123`, `payment/123` (data sets) or `dataAPIDetail/45` (APIs), anywhere
    /// in the path or in the route behind `#`; never in a query.
    ///
    /// @param page what the page shows: `dataDetail`, `payment` or `dataAPIDetail`
    /// @param item whose page it is
    /// @param query as it stands behind the `?`; empty text when there is none
    record ItemPage(String page, ItemId item, String query) implements ActionName {
        private static final Pattern PATH = Pattern.compile("(dataDetail|dataAPIDetail|payment)/(\\d{1,18})(?!\\d)");

        private static Optional<ActionName> find(String url) {
            int hash = url.indexOf('#');
            return hash < 0 ? inPart(url) : inPart(url.substring(0, hash)).or(() -> inPart(url.substring(hash + 1)));
        }

        private static Optional<ActionName> inPart(String part) {
            int question = part.indexOf('?');
            Matcher path = PATH.matcher(question < 0 ? part : part.substring(0, question));
            if (!path.find()) {
                return Optional.empty();
            }
            String page = path.group(1);
            String query = question < 0 ? "" : part.substring(question + 1);
            return ItemId.parse((page.equals("dataAPIDetail") ? "api:" : "ds:") + path.group(2))
                    .map(item -> new ItemPage(page, item, query));
        }

        /// The values of a query parameter, in their order, as they stand.
        public List<String> values(String parameter) {
            return Arrays.stream(query.split("[&;]"))
                    .filter(pair -> pair.startsWith(parameter + "="))
                    .map(pair -> pair.substring(parameter.length() + 1))
                    .toList();
        }
    }

    /// A word that tells events apart.
    ///
    /// @param word in lower case: `recommendation`, `click` or `purchase`
    record Word(String word) implements ActionName {
        private static final Set<String> KNOWN = Set.of("recommendation", "click", "purchase");

        private static Optional<ActionName> find(String name) {
            return Optional.of(name.toLowerCase(Locale.ROOT))
                    .filter(KNOWN::contains)
                    .map(Word::new);
        }
    }

    /// The item that an event names: `dataset_123`.
    ///
    /// @param item which
    record EventItem(ItemId item) implements ActionName {
        private static final Pattern NAME = Pattern.compile("dataset_(\\d{1,18})");

        private static Optional<ActionName> find(String name) {
            Matcher matcher = NAME.matcher(name);
            return matcher.matches() ? ItemId.parse("ds:" + matcher.group(1)).map(EventItem::new) : Optional.empty();
        }
    }

    /// The article number of an item: `ds:123`, `api:45`, `dataset_123`, or a number alone, which is a data
    /// set.
    ///
    /// @param item which
    record Sku(ItemId item) implements ActionName {
        private static final Pattern NUMBER = Pattern.compile("(?:ds:|dataset_)?(\\d{1,18})|(api:\\d{1,18})");

        private static Optional<ActionName> find(String name) {
            Matcher matcher = NUMBER.matcher(name);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            return ItemId.parse(matcher.group(2) != null ? matcher.group(2) : "ds:" + matcher.group(1))
                    .map(Sku::new);
        }
    }

    /// Somebody searched the site; for what is nobody's business.
    record Search() implements ActionName {}

    /// Reads a name of that type; empty when it means nothing to us, which is so for most rows of a real site.
    static Optional<ActionName> parse(int type, String name) {
        return switch (type) {
            case PAGE_URL -> ItemPage.find(name);
            case EVENT_CATEGORY, EVENT_ACTION -> Word.find(name);
            case EVENT_NAME -> EventItem.find(name);
            case SKU -> Sku.find(name);
            case SEARCH -> Optional.of(new Search());
            default -> Optional.empty();
        };
    }
}
