package dev.millrace.query.http;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.merge.CurrentWeights;
import dev.millrace.query.serve.RecommendService;
import dev.millrace.query.state.Freshness;
import java.util.Optional;
import java.util.OptionalLong;

/// `GET /recommend/detail/{id}/explain?user_id=|visitor_id=&limit=`: how the list of [DetailEndpoint] comes about, for
/// those who show the admin token. Nothing is shown to anybody, so it is no exposure. With `request_id=` instead it is
/// a [ReplayEndpoint].
final class ExplainEndpoint implements Endpoint {
    private final RecommendService service;
    private final CurrentWeights weights;
    private final Endpoint replay;

    ExplainEndpoint(RecommendService service, CurrentWeights weights, Endpoint replay) {
        this.service = service;
        this.weights = weights;
        this.replay = replay;
    }

    @Override
    public Answer answer(Exchange exchange) {
        return exchange.query(ReplayEndpoint.PARAMETER).isPresent() ? replay.answer(exchange) : anew(exchange);
    }

    private Answer anew(Exchange exchange) {
        ItemId page = exchange.item();
        Lists.Kind kind = new Lists.Kind(DetailEndpoint.NAME, Optional.of(page), true);
        RecommendService.Explained explained = service.explain(Lists.request(exchange, kind));
        OptionalLong age = Freshness.age(explained.answer().completeUntilUs(), exchange.nowMs());
        var body = ExplainBody.of(page, explained, weights.get().values(), Attribution.of(exchange, age));
        return Sharing.own(body).with(Sharing.provenance(age, explained.answer().degraded()));
    }
}
