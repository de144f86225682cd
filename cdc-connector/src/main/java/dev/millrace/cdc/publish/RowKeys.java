package dev.millrace.cdc.publish;

import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// The key of a raw record: the contract's key column, whatever the primary key of its table is or becomes. So a row
/// keeps its key when someone alters the primary key, and a compacted topic never keeps two states of it.
///
/// Where the column is gone, Debezium's key has to do; where there is none either, the row's place in the binlog, as a
/// compacted topic takes no record without key. A tombstone has the key of its delete.
///
/// One thread.
final class RowKeys {
    private static final Schema PLACE = SchemaBuilder.struct()
            .field("file", Schema.STRING_SCHEMA)
            .field("pos", Schema.INT64_SCHEMA)
            .field("row", Schema.INT64_SCHEMA)
            .build();

    private @Nullable SourceRecord deleted;
    private @Nullable SchemaAndValue deletedKey;
    private @Nullable Schema rowSchema;
    private Schema keySchema = PLACE;

    SchemaAndValue of(Change change) {
        if (isAsWanted(change.record().keySchema(), change.table().keyColumn())) {
            return new SchemaAndValue(
                    change.record().keySchema(), change.record().key());
        }
        return switch (change) {
            case Change.Row row -> {
                SchemaAndValue key = made(row);
                deleted = row.op().equals("d") ? row.record() : null;
                deletedKey = key;
                yield key;
            }
            case Change.Tombstone tombstone ->
                deletedKey != null && isTombstoneOf(tombstone.record(), deleted)
                        ? deletedKey
                        : new SchemaAndValue(
                                tombstone.record().keySchema(),
                                tombstone.record().key());
        };
    }

    /// Whether a tombstone belongs to that delete.
    static boolean isTombstoneOf(SourceRecord tombstone, @Nullable SourceRecord delete) {
        return delete != null
                && Objects.equals(tombstone.key(), delete.key())
                && tombstone.topic().equals(delete.topic());
    }

    private static boolean isAsWanted(@Nullable Schema key, String column) {
        return key != null
                && key.fields().size() == 1
                && key.fields().getFirst().name().equalsIgnoreCase(column);
    }

    private SchemaAndValue made(Change.Row row) {
        Struct image = row.after().or(row::before).orElse(null);
        Field column = image == null ? null : image.schema().field(row.table().keyColumn());
        Object id = image == null || column == null ? null : image.getWithoutDefault(column.name());
        if (image != null && column != null && id != null) {
            return new SchemaAndValue(
                    keySchema(image.schema(), column),
                    new Struct(keySchema(image.schema(), column)).put(column.name(), id));
        }
        if (row.record().key() != null) {
            return new SchemaAndValue(row.record().keySchema(), row.record().key());
        }
        Struct place = new Struct(PLACE)
                .put("file", row.file())
                .put("pos", row.offset())
                .put("row", row.rowNumber());
        return new SchemaAndValue(PLACE, place);
    }

    private Schema keySchema(Schema row, Field column) {
        if (rowSchema != row) {
            rowSchema = row;
            keySchema =
                    SchemaBuilder.struct().field(column.name(), column.schema()).build();
        }
        return keySchema;
    }
}
