package dev.millrace.query.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.serve.ListAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/similar/{id}`.
///
/// @param variant `primary`, or `fallback` when behaviour could not be read
/// @param experimentVariant null: no experiment runs on this list
record SimilarBody(
        @Nullable Long datasetId,
        String itemId,
        List<ListEntry> similarItems,
        String algorithmVersion,
        String variant,
        @Nullable String experimentVariant,
        @JsonUnwrapped @Nullable Attribution attribution,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RequestContext requestContext) {

    static SimilarBody of(
            ItemId page, ListAnswer answer, @Nullable Attribution attribution, @Nullable RequestContext context) {
        return new SimilarBody(
                ItemCard.datasetId(page),
                page.key(),
                answer.items().stream().map(ListEntry::of).toList(),
                answer.algorithmVersion(),
                answer.variant(),
                null,
                attribution,
                context);
    }
}
