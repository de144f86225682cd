package dev.millrace.streams.orders;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.ingest.BadRowException;
import dev.millrace.streams.ingest.Fields;
import dev.millrace.streams.ingest.RowChange;
import dev.millrace.streams.interaction.Interactions;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What one order row adds: a pure function of the change, so that any state can be recomputed from the tables. Times
/// in the future count as the time of the commit.
final class OrderContribution {
    private static final long MICROS_A_MILLI = 1_000;

    private final TopologySettings settings;

    OrderContribution(TopologySettings settings) {
        this.settings = settings;
    }

    /// Whether `table` holds orders.
    static boolean covers(SourceTable table) {
        return table == SourceTable.ORDER_TAB || table == SourceTable.TASK || table == SourceTable.API_ORDER;
    }

    /// The order's identity in the state. `order_tab` and `task` are two names of one table.
    static String orderId(RowChange change) {
        String kind = change.table() == SourceTable.API_ORDER ? "api-order:" : "order:";
        return kind + change.image().id("id");
    }

    /// The addition of a paid, live order; empty for every other.
    ///
    /// @param nowMs stands in for the commit time of a change that has none
    Optional<Interaction> of(RowChange change, long nowMs) {
        return change.after().filter(row -> isPaid(row, change.table())).map(row -> addition(change, row, nowMs));
    }

    private boolean isPaid(Fields row, SourceTable table) {
        Set<Integer> paid = table == SourceTable.API_ORDER ? settings.paidApiStatus() : settings.paidDatasetStatus();
        boolean counts = !row.has("pay_status") || paid.contains((int) row.numberOrZero("pay_status"));
        return counts && row.numberOrZero("is_delete") == 0;
    }

    private Interaction addition(RowChange change, Fields row, long nowMs) {
        boolean api = change.table() == SourceTable.API_ORDER;
        ItemId item = api ? ItemId.api(positive(row, "api_id")) : ItemId.dataset(positive(row, "dataset_id"));
        Actor user = new Actor.User(positive(row, api ? "creator_id" : "create_user"));
        BigDecimal quantity = BigDecimal.valueOf(api ? Math.max(1, row.numberOrZero("frequency")) : 1);
        BigDecimal amount = row.decimalOrZero("price").multiply(quantity);
        double factor = api ? settings.weights().apiOrder() : settings.weights().order();
        long committedMs = change.position().getCommitTimeUs() / MICROS_A_MILLI;
        long latestMs = committedMs > 0 ? committedMs : nowMs;
        return Interaction.newBuilder()
                .setInteractionId(orderId(change))
                .setActor(user.key())
                .setItemId(item.key())
                .setKind(InteractionKind.ORDER)
                .setEffect(Effect.ADD)
                .setWeightMicros(Interactions.orderMicros(factor, amount))
                .setRevenueCents(Interactions.cents(amount))
                .setEventTimeMs(Math.min(eventTimeMs(row).orElse(latestMs), latestMs))
                .setPosition(change.position())
                .build();
    }

    private static OptionalLong eventTimeMs(Fields row) {
        for (String column : new String[] {"pay_time", "update_time", "create_time"}) {
            OptionalLong time = row.number(column);
            if (time.isPresent()) {
                return time;
            }
        }
        return OptionalLong.empty();
    }

    private static long positive(Fields row, String column) {
        long value = row.id(column);
        if (value <= 0) {
            throw new BadRowException("id-not-positive", column + " = " + value);
        }
        return value;
    }
}
