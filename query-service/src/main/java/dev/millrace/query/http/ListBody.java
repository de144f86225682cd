package dev.millrace.query.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.serve.ListAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list for somebody: on an item's page, on his home page, or behind a click path. What it does not stand on is left
/// out.
///
/// @param items the click path as it was understood, newest last
/// @param variant `primary`, or `fallback` when what it should be made from could not be read
/// @param experimentVariant null: no experiment runs on this list
record ListBody(
        @JsonUnwrapped Subject subject,
        List<ListEntry> recommendations,
        String algorithmVersion,
        String variant,
        @Nullable String experimentVariant,
        @JsonUnwrapped Attribution attribution,
        RequestContext requestContext) {

    /// What the list stands on.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Subject(
            @Nullable Long datasetId,
            @Nullable String itemId,
            @Nullable Long userId,
            @Nullable String visitorId,
            @Nullable List<String> items) {

        static Subject page(ItemId page) {
            return new Subject(ItemCard.datasetId(page), page.key(), null, null, null);
        }

        static Subject user(long number) {
            return new Subject(null, null, number, null, null);
        }

        static Subject visitor(String hex) {
            return new Subject(null, null, null, hex, null);
        }

        static Subject path(List<ItemId> items) {
            return new Subject(
                    null, null, null, null, items.stream().map(ItemId::key).toList());
        }
    }

    static ListBody of(Subject subject, ListAnswer answer, Attribution attribution, Exchange exchange) {
        return new ListBody(
                subject,
                answer.items().stream().map(ListEntry::of).toList(),
                answer.algorithmVersion(),
                answer.variant(),
                null,
                attribution,
                RequestContext.of(exchange));
    }
}
