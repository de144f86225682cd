package dev.millrace.cdc.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.cdc.CdcException;
import io.debezium.engine.RecordChangeEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/// Tables that are read while the binlog is followed, as the source offsets of a batch name them. Debezium keeps the
/// state of such a reading there, so it survives a restart.
///
/// @param any whether any record of the batch belongs to a time at which one was read
/// @param id of the newest request among them; empty when there is none
/// @param left tables that were not read to their end at the last record, `database.table`
public record TablesInReading(boolean any, String id, List<String> left) {
    private static final String KEY = "incremental_snapshot_collections";
    private static final String ID = "incremental_snapshot_correlation_id";
    private static final JsonMapper JSON = new JsonMapper();

    public TablesInReading {
        left = List.copyOf(left);
    }

    static TablesInReading of(List<RecordChangeEvent<SourceRecord>> batch) {
        String id = "";
        boolean any = false;
        for (RecordChangeEvent<SourceRecord> event : batch) {
            if (event.record().sourceOffset().get(KEY) != null) {
                any = true;
                id = String.valueOf(event.record().sourceOffset().get(ID));
            }
        }
        Object last = batch.getLast().record().sourceOffset().get(KEY);
        return new TablesInReading(any, id, last == null ? List.of() : names(String.valueOf(last)));
    }

    private static List<String> names(String json) {
        try {
            List<String> names = new ArrayList<>();
            JSON.readTree(json)
                    .forEach(table -> names.add(table.path(KEY + "_id").asText()));
            return names;
        } catch (JsonProcessingException e) {
            throw new CdcException("a source offset names its tables in a form that is not known: " + json, e);
        }
    }
}
