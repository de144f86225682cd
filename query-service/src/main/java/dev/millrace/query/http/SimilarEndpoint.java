package dev.millrace.query.http;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.serve.SimilarService;
import dev.millrace.query.state.Freshness;
import java.util.List;
import java.util.OptionalLong;

/// `GET /similar/{id}?limit=1..50&types=ds,api`.
final class SimilarEndpoint implements Endpoint {
    private static final int MAX = 50;
    private static final int DEFAULT = 10;

    private final SimilarService service;

    SimilarEndpoint(SimilarService service) {
        this.service = service;
    }

    @Override
    public Answer answer(Exchange exchange) {
        ItemId page = exchange.item();
        int limit = exchange.limit(MAX, DEFAULT);
        var kinds = exchange.kinds();
        boolean attributed = exchange.attributed();
        SimilarService.Answer found = service.answer(page, kinds, limit);
        OptionalLong age = Freshness.age(found.completeUntilUs(), exchange.nowMs());
        Answer answer = attributed ? own(exchange, page, found, age) : shared(exchange, page, found);
        return answer.with(Sharing.provenance(age, found.degraded()));
    }

    private static Answer own(Exchange exchange, ItemId page, SimilarService.Answer found, OptionalLong age) {
        var attribution = Attribution.of(exchange, age);
        return Sharing.own(SimilarBody.of(page, found, attribution, RequestContext.of(exchange)));
    }

    private static Answer shared(Exchange exchange, ItemId page, SimilarService.Answer found) {
        SimilarBody body = SimilarBody.of(page, found, null, null);
        return Sharing.shared(exchange, body, List.of(body.variant(), body.similarItems()));
    }
}
