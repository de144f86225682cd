package dev.millrace.query.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.serve.SessionService;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/recommend/session`.
///
/// @param items the path as it was understood, newest last
/// @param variant `primary`, or `fallback` when sessions have not been read
/// @param experimentVariant null: no experiment runs on this list
record SessionBody(
        List<String> items,
        List<SimilarBody.Entry> recommendations,
        String algorithmVersion,
        String variant,
        @Nullable String experimentVariant,
        @JsonUnwrapped Attribution attribution,
        RequestContext requestContext) {
    private static final String ALGORITHM = "sessions-v1";

    static SessionBody of(
            List<ItemId> path, SessionService.Answer answer, Attribution attribution, RequestContext context) {
        return new SessionBody(
                path.stream().map(ItemId::key).toList(),
                answer.items().stream().map(SimilarBody.Entry::of).toList(),
                ALGORITHM,
                answer.fallback() ? "fallback" : "primary",
                null,
                attribution,
                context);
    }
}
