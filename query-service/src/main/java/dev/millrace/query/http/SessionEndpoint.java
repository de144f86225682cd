package dev.millrace.query.http;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.serve.ListAnswer;
import dev.millrace.query.serve.SessionService;
import java.util.List;
import java.util.Optional;

/// `GET /recommend/session?items=1,ds:2,api:3&limit=1..50&types=ds,api`; the path's newest item is last. A path is
/// somebody's, so an answer is never stored.
final class SessionEndpoint implements Endpoint {
    private static final int MAX_PATH = 100;

    private final SessionService service;
    private final Lists lists;

    SessionEndpoint(SessionService service, Lists lists) {
        this.service = service;
        this.lists = lists;
    }

    @Override
    public Answer answer(Exchange exchange) {
        List<ItemId> path = exchange.items(MAX_PATH);
        Lists.Kind kind = new Lists.Kind("session", Optional.empty(), false);
        ListAnswer found = service.answer(path, Lists.request(exchange, kind));
        return lists.own(
                exchange,
                kind,
                found,
                attribution -> ListBody.of(ListBody.Subject.path(path), found, attribution, exchange));
    }
}
