package dev.millrace.query.http;

import dev.millrace.query.serve.ItemService;
import dev.millrace.query.state.Freshness;
import java.util.OptionalLong;

/// `GET /items/{id}`.
final class ItemEndpoint implements Endpoint {
    private final ItemService service;

    ItemEndpoint(ItemService service) {
        this.service = service;
    }

    @Override
    public Answer answer(Exchange exchange) {
        ItemService.Answer found = service.answer(exchange.item());
        OptionalLong age = Freshness.age(found.completeUntilUs(), exchange.nowMs());
        return Sharing.own(ItemBody.of(found, Attribution.of(exchange, age)))
                .with(Sharing.provenance(age, found.degraded()));
    }
}
