package dev.millrace.query.http;

import dev.millrace.contract.store.TimeWindow;
import dev.millrace.query.serve.TrendingService;
import dev.millrace.query.state.Freshness;
import java.util.OptionalLong;

/// `GET /hot/trending?timeframe=1h|24h|7d&limit=1..100`.
final class TrendingEndpoint implements Endpoint {
    private static final int MAX = 100;
    private static final int DEFAULT = 20;

    private final TrendingService service;
    private final Lists lists;

    TrendingEndpoint(TrendingService service, Lists lists) {
        this.service = service;
        this.lists = lists;
    }

    @Override
    public Answer answer(Exchange exchange) {
        TimeWindow window = window(exchange.query("timeframe").orElse(TimeWindow.HOUR.label()));
        int limit = exchange.limit(MAX, DEFAULT);
        boolean attributed = exchange.attributed();
        TrendingService.Answer found = service.answer(window, limit);
        OptionalLong age = Freshness.age(found.completeUntilUs(), exchange.nowMs());
        if (attributed) {
            lists.log(exchange, found);
        }
        Attribution attribution = attributed ? Attribution.of(exchange, age) : null;
        TrendingBody body = TrendingBody.of(window.label(), found, attribution);
        Answer answer = attributed ? Sharing.own(body) : Sharing.shared(exchange, body, body.items());
        return answer.with(Sharing.provenance(age, found.degraded()));
    }

    private static TimeWindow window(String label) {
        return TimeWindow.ofLabel(label).orElseThrow(() -> Exchange.bad("timeframe", label, "must be 1h, 24h or 7d"));
    }
}
