package dev.millrace.query.http;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.serve.ListAnswer;
import dev.millrace.query.serve.ListSource;
import dev.millrace.query.state.Freshness;
import java.util.List;
import java.util.Optional;

/// `GET /similar/{id}?limit=1..50&types=ds,api`. The list is the page's, whoever asks: a user or a visitor makes it an
/// exposure and changes nothing in it.
final class SimilarEndpoint implements Endpoint {
    private final ListSource service;
    private final Lists lists;

    SimilarEndpoint(ListSource service, Lists lists) {
        this.service = service;
        this.lists = lists;
    }

    @Override
    public Answer answer(Exchange exchange) {
        ItemId page = exchange.item();
        Lists.Kind kind = new Lists.Kind("similar", Optional.of(page), false);
        boolean attributed = exchange.attributed();
        ListAnswer found = service.answer(lists.asWanted(exchange, Lists.shared(exchange, kind)));
        return attributed
                ? lists.own(
                        exchange,
                        kind,
                        found,
                        attribution -> SimilarBody.of(page, found, attribution, RequestContext.of(exchange)))
                : shared(exchange, page, found);
    }

    private static Answer shared(Exchange exchange, ItemId page, ListAnswer found) {
        SimilarBody body = SimilarBody.of(page, found, null, null);
        return Sharing.shared(exchange, Sharing.Written.of(body, List.of(body.variant(), body.similarItems())))
                .with(Sharing.provenance(Freshness.age(found.completeUntilUs(), exchange.nowMs()), found.degraded()));
    }
}
