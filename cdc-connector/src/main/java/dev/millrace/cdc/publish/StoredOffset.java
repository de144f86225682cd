package dev.millrace.cdc.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cdc.CdcException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The place in the binlog that an earlier run has stored, as Debezium writes it.
///
/// @param file binlog file; empty text when none is named
/// @param position place in it, bytes
/// @param gtids transactions that are done; empty text on a server without GTIDs
/// @param inSnapshot whether it was stored in the midst of a snapshot, which starts again then
public record StoredOffset(String file, long position, String gtids, boolean inSnapshot) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static StoredOffset parse(ByteBuffer stored) {
        byte[] bytes = new byte[stored.remaining()];
        stored.duplicate().get(bytes);
        try {
            JsonNode offset = JSON.readTree(bytes);
            String snapshot = offset.path("snapshot").asText("");
            return new StoredOffset(
                    offset.path("file").asText(""),
                    offset.path("pos").asLong(),
                    offset.path("gtids").asText(""),
                    (snapshot.equalsIgnoreCase("initial") || snapshot.equals("true"))
                            && !offset.path("snapshot_completed").asBoolean());
        } catch (IOException e) {
            throw new CdcException("the stored source offset is no JSON: was it written by another program?", e);
        }
    }
}
