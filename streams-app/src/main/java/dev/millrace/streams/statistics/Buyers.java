package dev.millrace.streams.statistics;

import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.streams.interaction.Interactions;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Who has how many orders of an item: exact, so that the last retracted order of a buyer takes the buyer away.
/// One entry for each pair of item and buyer, without a bound but the orders themselves.
final class Buyers {
    static final String STORE = "orders-by-buyer";

    private final KeyValueStore<String, Long> orders;

    /// @param orders `item|actor` → orders
    Buyers(KeyValueStore<String, Long> orders) {
        this.orders = orders;
    }

    /// Takes an interaction into account; returns by how much the item's number of distinct buyers changes: -1,
    /// 0 or 1.
    int count(Interaction interaction) {
        if (interaction.getKind() != InteractionKind.ORDER) {
            return 0;
        }
        String key = interaction.getItemId() + "|" + interaction.getActor();
        @Nullable Long known = orders.get(key);
        long before = known == null ? 0 : known;
        long after = before + Interactions.sign(interaction);
        if (after > 0) {
            orders.put(key, after);
        } else {
            orders.delete(key);
        }
        return Long.signum(Math.max(0, after)) - Long.signum(before);
    }
}
