package dev.millrace.stack.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.topic.Partitions;
import java.sql.Connection;
import java.sql.SQLException;

/// A buyer pays a dear order, which lifts its item's score by more than all the views and clicks of a moment could.
final class OrderProbe implements Probe {
    static final double PRICE = 1_000_000;
    private static final String WINDOW = "1h";

    /// Less than `1 + ln(1 + price)`, more than clicks on the item while the probe lasts.
    private static final double LIFT = 10;

    private static final double MICROS = 1e6;

    private final Connection shop;
    private final String topic;
    private final long item;
    private final long order;
    private double shownBefore;
    private double storedBefore;

    OrderProbe(Connection shop, String topic, long item, long order) {
        this.shop = shop;
        this.topic = topic;
        this.item = item;
        this.order = order;
    }

    @Override
    public ProbeKind kind() {
        return ProbeKind.ORDER;
    }

    @Override
    public RawRecord change() throws SQLException {
        try (var update = shop.prepareStatement(
                "UPDATE order_tab SET pay_status = 1, pay_time = NOW(), update_time = NOW() WHERE id = ?")) {
            update.setLong(1, order);
            update.executeUpdate();
        }
        return new RawRecord(topic, order, "\"pay_status\":1,");
    }

    @Override
    public void commit() throws SQLException {
        shop.commit();
    }

    @Override
    public String path() {
        return "/hot/trending?timeframe=" + WINDOW + "&limit=100";
    }

    @Override
    public boolean isShown(JsonNode answer) {
        return shown(answer) >= shownBefore + LIFT;
    }

    @Override
    public StoreKey storeKey() {
        return new StoreKey(
                QueryableStore.TRENDING.name(),
                Partitions.of(ItemId.dataset(item).key()),
                WINDOW);
    }

    @Override
    public boolean isStored(ByteString value) {
        return stored(value) >= storedBefore + LIFT;
    }

    @Override
    public void before(JsonNode answer, ByteString value) {
        shownBefore = shown(answer);
        storedBefore = stored(value);
    }

    private double shown(JsonNode answer) {
        for (JsonNode entry : answer.path("items")) {
            if (entry.path("dataset_id").asLong() == item) {
                return entry.path("score").asDouble();
            }
        }
        return 0;
    }

    private double stored(ByteString value) {
        String key = ItemId.dataset(item).key();
        return value.isEmpty()
                ? 0
                : QueryableStore.TRENDING.serde().fromBytes(value.toByteArray()).getItemsList().stream()
                        .filter(ranked -> ranked.getItemId().equals(key))
                        .mapToDouble(ranked -> ranked.getScoreMicros() / MICROS)
                        .sum();
    }
}
