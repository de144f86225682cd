package dev.millrace.stack.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.millrace.contract.store.QueryableStore;
import java.sql.Connection;
import java.sql.SQLException;

/// A seller changes a title.
///
/// @param title never used before
record ItemProbe(Connection shop, String topic, long item, String title) implements Probe {

    @Override
    public ProbeKind kind() {
        return ProbeKind.ITEM;
    }

    @Override
    public RawRecord change() throws SQLException {
        try (var update =
                shop.prepareStatement("UPDATE dataset SET dataset_name = ?, update_time = NOW() WHERE id = ?")) {
            update.setString(1, title);
            update.setLong(2, item);
            update.executeUpdate();
        }
        return new RawRecord(topic, item, "\"dataset_name\":\"" + title + "\"");
    }

    @Override
    public void commit() throws SQLException {
        shop.commit();
    }

    @Override
    public String path() {
        return "/items/" + item;
    }

    @Override
    public boolean isShown(JsonNode answer) {
        return answer.path("title").asText().equals(title);
    }

    @Override
    public StoreKey storeKey() {
        return ProbeItems.entryOf(QueryableStore.CATALOGUE, item);
    }

    @Override
    public boolean isStored(ByteString value) {
        return !value.isEmpty()
                && QueryableStore.CATALOGUE
                        .serde()
                        .fromBytes(value.toByteArray())
                        .getTitle()
                        .equals(title);
    }

    @Override
    public void before(JsonNode answer, ByteString value) {}
}
