package dev.millrace.stack.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.stack.load.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/// A visitor who looked at one item looks at another, which nobody saw before: the two become neighbours.
///
/// @param seen the item of the earlier view, whose similar items are asked
/// @param url `log_action` row of the page of `next`
record ViewProbe(Connection connection, Sql matomo, Tables tables, Visit visit, long seen, long next, long url)
        implements Probe {

    /// @param prefix Matomo's table prefix
    /// @param topic raw topic of the action rows
    record Tables(String prefix, String topic) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Visit(long id, byte[] visitor) {}

    @Override
    public ProbeKind kind() {
        return ProbeKind.VIEW;
    }

    @Override
    public RawRecord change() throws SQLException {
        long row = view(matomo, tables.prefix(), visit, url);
        matomo.change(
                "UPDATE " + tables.prefix() + "log_visit SET visit_last_action_time = UTC_TIMESTAMP(),"
                        + " visit_total_actions = visit_total_actions + 1 WHERE idvisit = ?",
                visit.id());
        return new RawRecord(tables.topic(), row, "\"idlink_va\":" + row);
    }

    /// Writes the action row of a page view and gives its id.
    static long view(Sql matomo, String prefix, Visit visit, long url) throws SQLException {
        return matomo.insert(
                "INSERT INTO " + prefix + "log_link_visit_action (idsite, idvisitor, idvisit, server_time,"
                        + " idaction_url) VALUES (1, ?, ?, UTC_TIMESTAMP(), ?)",
                visit.visitor(),
                visit.id(),
                url);
    }

    @Override
    public void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public String path() {
        return "/similar/" + seen;
    }

    @Override
    public boolean isShown(JsonNode answer) {
        for (JsonNode entry : answer.path("similar_items")) {
            if (entry.path("dataset_id").asLong() == next) {
                // The item may be in the list before, as back-fill.
                return entry.path("reason").asText().contains("behavior");
            }
        }
        return false;
    }

    @Override
    public StoreKey storeKey() {
        return ProbeItems.entryOf(QueryableStore.NEIGHBOURS, seen);
    }

    @Override
    public boolean isStored(ByteString value) {
        String key = ItemId.dataset(next).key();
        return !value.isEmpty()
                && QueryableStore.NEIGHBOURS.serde().fromBytes(value.toByteArray()).getItemsList().stream()
                        .anyMatch(neighbour -> neighbour.getItemId().equals(key));
    }

    @Override
    public void before(JsonNode answer, ByteString value) {}
}
