package dev.millrace.query.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.query.serve.ItemService;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/items/{id}`.
///
/// @param statistics by window and `ever`; null while the item's owner is away, as the next two are
/// @param distinctBuyers of all time
/// @param velocity interactions an hour in the last hour over those in the last 24 hours: 1 = steady
record ItemBody(
        @JsonUnwrapped ItemCard card,
        String description,
        List<String> tags,
        String seller,
        @Nullable String createdAt,
        @Nullable String updatedAt,
        boolean sellable,
        @Nullable Map<String, Counts> statistics,
        @Nullable Long distinctBuyers,
        @Nullable Double velocity,
        @JsonUnwrapped Attribution attribution) {

    /// @param score weighted sum of interactions
    /// @param revenue in yuan
    record Counts(long orders, long views, long clicks, BigDecimal score, BigDecimal revenue) {
        static Counts of(Counters counters) {
            return new Counts(
                    counters.getOrders(),
                    counters.getViews(),
                    counters.getClicks(),
                    BigDecimal.valueOf(counters.getScoreMicros(), 6),
                    BigDecimal.valueOf(counters.getRevenueCents(), 2));
        }
    }

    static ItemBody of(ItemService.Answer answer, Attribution attribution) {
        CatalogueItem details = answer.item().details();
        return new ItemBody(
                ItemCard.of(answer.item()),
                details.getDescription(),
                details.getTagsList(),
                details.getSeller(),
                time(details.getCreatedAtMs()),
                time(details.getUpdatedAtMs()),
                details.getSellable(),
                answer.statistics().map(ItemBody::counts).orElse(null),
                answer.statistics().map(ItemService.Statistics::buyers).orElse(null),
                answer.statistics().map(ItemService.Statistics::velocity).orElse(null),
                attribution);
    }

    private static Map<String, Counts> counts(ItemService.Statistics statistics) {
        Map<String, Counts> all = new LinkedHashMap<>();
        for (TimeWindow window : TimeWindow.values()) {
            all.put(
                    window.label(),
                    Counts.of(statistics.windows().getOrDefault(window, Counters.getDefaultInstance())));
        }
        all.put("ever", Counts.of(statistics.ever()));
        return all;
    }

    private static @Nullable String time(long epochMs) {
        return epochMs == 0 ? null : Instant.ofEpochMilli(epochMs).toString();
    }
}
