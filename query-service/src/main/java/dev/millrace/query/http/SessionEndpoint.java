package dev.millrace.query.http;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.serve.SessionService;
import dev.millrace.query.state.Freshness;
import java.util.List;
import java.util.OptionalLong;

/// `GET /recommend/session?items=1,ds:2,api:3&limit=1..50&types=ds,api`; the path's newest item is last. A path is
/// somebody's, so an answer is never stored.
final class SessionEndpoint implements Endpoint {
    private static final int MAX = 50;
    private static final int DEFAULT = 10;
    private static final int MAX_PATH = 100;

    private final SessionService service;

    SessionEndpoint(SessionService service) {
        this.service = service;
    }

    @Override
    public Answer answer(Exchange exchange) {
        List<ItemId> path = exchange.items(MAX_PATH);
        int limit = exchange.limit(MAX, DEFAULT);
        var kinds = exchange.kinds();
        boolean _ = exchange.attributed(); // checks user and visitor
        SessionService.Answer found = service.answer(path, kinds, limit);
        OptionalLong age = Freshness.age(found.completeUntilUs(), exchange.nowMs());
        return Sharing.own(SessionBody.of(path, found, Attribution.of(exchange, age), RequestContext.of(exchange)))
                .with(Sharing.provenance(age, found.degraded()));
    }
}
