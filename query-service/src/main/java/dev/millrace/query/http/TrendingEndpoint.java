package dev.millrace.query.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.query.serve.TrendingService;
import dev.millrace.query.state.Freshness;
import java.util.OptionalLong;
import java.util.Set;

/// `GET /hot/trending?timeframe=1h|24h|7d&limit=1..100&types=ds,api`.
final class TrendingEndpoint implements Endpoint {
    private static final int MAX = 100;
    private static final int DEFAULT = 20;
    private static final int KEYS = 1_000; // three windows, a hundred limits, three sets of kinds

    private final TrendingService service;
    private final Lists lists;
    private final Cache<Key, Known> written =
            Caffeine.newBuilder().maximumSize(KEYS).build();

    private record Key(TimeWindow window, Set<ItemId.Kind> kinds, int limit) {}

    private record Known(TrendingService.Answer found, Sharing.Written written) {}

    TrendingEndpoint(TrendingService service, Lists lists) {
        this.service = service;
        this.lists = lists;
    }

    @Override
    public Answer answer(Exchange exchange) {
        TimeWindow window = window(exchange.query("timeframe").orElse(TimeWindow.HOUR.label()));
        int limit = exchange.limit(MAX, DEFAULT);
        Set<ItemId.Kind> kinds = exchange.kinds();
        boolean attributed = exchange.attributed();
        TrendingService.Answer found = service.answer(window, kinds, limit);
        OptionalLong age = Freshness.age(found.completeUntilUs(), exchange.nowMs());
        if (attributed) {
            lists.log(exchange, found);
        }
        Answer answer = attributed
                ? Sharing.own(TrendingBody.of(window.label(), found, Attribution.of(exchange, age)))
                : Sharing.shared(exchange, written(new Key(window, kinds, limit), found));
        return answer.with(Sharing.provenance(age, found.degraded()));
    }

    /// The same answer is written once.
    private Sharing.Written written(Key key, TrendingService.Answer found) {
        Known last = written.getIfPresent(key);
        if (last != null && last.found == found) {
            return last.written;
        }
        TrendingBody body = TrendingBody.of(key.window().label(), found, null);
        Known fresh = new Known(found, Sharing.Written.of(body, body.items()));
        written.put(key, fresh);
        return fresh.written;
    }

    private static TimeWindow window(String label) {
        return TimeWindow.ofLabel(label).orElseThrow(() -> Exchange.bad("timeframe", label, "must be 1h, 24h or 7d"));
    }
}
