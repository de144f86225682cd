package dev.millrace.stack.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.sql.SQLException;

/// One change whose way to the answer is timed.
interface Probe {

    /// Which kind it is, and where it can be seen.
    ProbeKind kind();

    /// Makes the change in an open transaction.
    ///
    /// @return what its record in the raw topic looks like
    RawRecord change() throws SQLException;

    /// Commits it.
    void commit() throws SQLException;

    /// Path and query of the answer that will show it.
    String path();

    /// Whether an answer shows it.
    boolean isShown(JsonNode answer);

    /// The store entry that will hold it.
    StoreKey storeKey();

    /// Whether the store's value holds it.
    boolean isStored(ByteString value);

    /// Takes in the state before the change, where the probe is seen by a difference.
    void before(JsonNode answer, ByteString value);

    /// How a raw record is known.
    ///
    /// @param topic its topic
    /// @param id the number in its key
    /// @param marker text that its value has and no earlier record of the key had
    record RawRecord(String topic, long id, String marker) {}

    /// An entry of a queryable store.
    record StoreKey(String store, int partition, String key) {}
}
