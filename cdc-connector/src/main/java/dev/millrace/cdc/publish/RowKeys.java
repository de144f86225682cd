package dev.millrace.cdc.publish;

import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// The key of a raw record: the contract's key columns, whatever the primary key of its table is or becomes. So
/// a row keeps its key when someone alters the primary key, and a compacted topic never keeps two states of it.
///
/// Where one of them is gone, Debezium's key has to do; where there is none either, the row's place in the
/// binlog, as a compacted topic takes no record without key. A tombstone has the key of its delete.
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
        if (isAsWanted(change.record().keySchema(), change.table().keyColumns())) {
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

    private static boolean isAsWanted(@Nullable Schema key, List<String> columns) {
        if (key == null || key.fields().size() != columns.size()) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            if (!key.fields().get(i).name().equalsIgnoreCase(columns.get(i))) {
                return false;
            }
        }
        return true;
    }

    private SchemaAndValue made(Change.Row row) {
        Struct image = row.after().or(row::before).orElse(null);
        List<String> columns = row.table().keyColumns();
        if (image != null && hasAll(image, columns)) {
            Struct key = new Struct(keySchema(image.schema(), columns));
            columns.forEach(column -> key.put(column, image.getWithoutDefault(column)));
            return new SchemaAndValue(key.schema(), key);
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

    private static boolean hasAll(Struct image, List<String> columns) {
        return columns.stream()
                .allMatch(column -> image.schema().field(column) != null && image.getWithoutDefault(column) != null);
    }

    private Schema keySchema(Schema row, List<String> columns) {
        if (rowSchema != row) {
            rowSchema = row;
            SchemaBuilder key = SchemaBuilder.struct();
            columns.forEach(column -> key.field(column, row.field(column).schema()));
            keySchema = key.build();
        }
        return keySchema;
    }
}
