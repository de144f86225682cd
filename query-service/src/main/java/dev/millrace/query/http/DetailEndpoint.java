package dev.millrace.query.http;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.serve.ListAnswer;
import dev.millrace.query.serve.ListSource;
import java.util.Optional;

/// `GET /recommend/detail/{id}?user_id=|visitor_id=&limit=1..50&types=ds,api`: the list of an item's page for who looks
/// at it; never stored.
final class DetailEndpoint implements Endpoint {
    static final String NAME = "detail";

    private final ListSource service;
    private final Lists lists;

    DetailEndpoint(ListSource service, Lists lists) {
        this.service = service;
        this.lists = lists;
    }

    @Override
    public Answer answer(Exchange exchange) {
        ItemId page = exchange.item();
        Lists.Kind kind = new Lists.Kind(NAME, Optional.of(page), true);
        ListAnswer found = service.answer(lists.asWanted(exchange, Lists.request(exchange, kind)));
        return lists.own(
                exchange,
                kind,
                found,
                attribution -> ListBody.of(ListBody.Subject.page(page), found, attribution, exchange));
    }
}
