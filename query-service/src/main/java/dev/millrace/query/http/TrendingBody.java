package dev.millrace.query.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.millrace.query.serve.TrendingService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/hot/trending`.
record TrendingBody(
        String timeframe,
        String asOf,
        List<Entry> items,
        @JsonUnwrapped @Nullable Attribution attribution) {
    private static final double MICROS = 1e6;

    record Entry(@JsonUnwrapped ItemCard card, int rank, double score) {}

    static TrendingBody of(String timeframe, TrendingService.Answer answer, @Nullable Attribution attribution) {
        List<Entry> entries = new ArrayList<>();
        for (TrendingService.Entry one : answer.items()) {
            entries.add(new Entry(ItemCard.of(one.item()), entries.size() + 1, one.scoreMicros() / MICROS));
        }
        return new TrendingBody(timeframe, Instant.ofEpochMilli(answer.asOfMs()).toString(), entries, attribution);
    }
}
