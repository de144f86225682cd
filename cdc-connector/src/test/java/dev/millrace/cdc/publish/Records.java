package dev.millrace.cdc.publish;

import io.debezium.engine.RecordChangeEvent;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// Debezium records of a small `order_tab`, made by hand.
final class Records {
    static final String TOPIC = "business.shop.order_tab";
    static final long COMMIT_US = 1_700_000_000_123_456L;

    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("dataset_id", Schema.OPTIONAL_INT64_SCHEMA)
            .field(
                    "pay_status",
                    SchemaBuilder.int32().optional().defaultValue(7).build())
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field(
                    "snapshot",
                    SchemaBuilder.string().optional().defaultValue("false").build())
            .field("ts_ms", Schema.INT64_SCHEMA)
            .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
            .field("query", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .build();

    private Records() {}

    static Struct row(long id, @Nullable Long dataset) {
        return new Struct(ROW).put("id", id).put("dataset_id", dataset);
    }

    static SourceRecord change(String op, int offset, @Nullable Struct before, @Nullable Struct after) {
        Struct source = new Struct(SOURCE)
                .put("snapshot", op.equals("r") ? "true" : null)
                .put("ts_ms", COMMIT_US / 1_000)
                .put("ts_us", COMMIT_US);
        Struct envelope = new Struct(ENVELOPE)
                .put("before", before)
                .put("after", after)
                .put("source", source)
                .put("op", op);
        Struct image = after == null ? before : after;
        return record(TOPIC, offset, image == null ? 0 : image.getInt64("id"), envelope);
    }

    static SourceRecord insert(int offset, long id) {
        return change("c", offset, null, row(id, id));
    }

    static SourceRecord delete(int offset, long id) {
        return change("d", offset, row(id, id), null);
    }

    /// A delete by that statement.
    static SourceRecord deleteBy(String statement, int offset, long id) {
        SourceRecord delete = delete(offset, id);
        ((Struct) delete.value()).getStruct("source").put("query", statement);
        return delete;
    }

    static SourceRecord tombstone(int offset, long id) {
        return record(TOPIC, offset, id, null);
    }

    /// The delete half of a key change.
    static SourceRecord deleteByKeyChange(int offset, long id) {
        SourceRecord delete = delete(offset, id);
        delete.headers().addLong("__debezium.newkey", id + 10);
        return delete;
    }

    static RecordChangeEvent<SourceRecord> event(SourceRecord record) {
        return () -> record;
    }

    private static SourceRecord record(String topic, int offset, long id, @Nullable Struct envelope) {
        return new SourceRecord(
                Map.of("server", "business"),
                Map.of("pos", offset),
                topic,
                KEY,
                new Struct(KEY).put("id", id),
                envelope == null ? null : ENVELOPE,
                envelope);
    }
}
