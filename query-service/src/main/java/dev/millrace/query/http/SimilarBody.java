package dev.millrace.query.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recommend.Recommendation;
import dev.millrace.query.serve.SimilarService;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/similar/{id}`.
///
/// @param variant `primary`, or `fallback` when behaviour could not be read
/// @param experimentVariant null: no experiment runs on this list
record SimilarBody(
        @Nullable Long datasetId,
        String itemId,
        List<Entry> similarItems,
        String algorithmVersion,
        String variant,
        @Nullable String experimentVariant,
        @JsonUnwrapped @Nullable Attribution attribution,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RequestContext requestContext) {
    private static final String ALGORITHM = "neighbours-v1";

    record Entry(@JsonUnwrapped ItemCard card, int rank, double score, String reason) {
        static Entry of(Recommendation one) {
            return new Entry(ItemCard.of(one.item()), one.rank(), one.score(), one.reason());
        }
    }

    static SimilarBody of(
            ItemId page,
            SimilarService.Answer answer,
            @Nullable Attribution attribution,
            @Nullable RequestContext context) {
        return new SimilarBody(
                ItemCard.datasetId(page),
                page.key(),
                answer.items().stream().map(Entry::of).toList(),
                ALGORITHM,
                answer.fallback() ? "fallback" : "primary",
                null,
                attribution,
                context);
    }
}
