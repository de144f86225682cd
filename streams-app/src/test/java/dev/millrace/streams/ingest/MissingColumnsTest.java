package dev.millrace.streams.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contract.capture.SourceColumn;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.streams.TopologyHarness;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A table that lacks a column, or holds something else in it, does not stop the topology: the row counts for
/// what is known or is dead-lettered, and the next good row counts.
class MissingColumnsTest {
    private static final JsonMapper JSON = new JsonMapper();

    static Stream<org.junit.jupiter.params.provider.Arguments> columns() {
        return Arrays.stream(SourceTable.values())
                .filter(table -> !table.isHeartbeat() && table != SourceTable.USER) // which is not read yet
                .flatMap(table -> table.columns().stream()
                        .map(column -> org.junit.jupiter.params.provider.Arguments.of(table, column)));
    }

    @ParameterizedTest
    @MethodSource("columns")
    void theTopologyGoesOn(SourceTable table, String column) throws Exception {
        try (TopologyHarness topology = new TopologyHarness()) {
            ObjectNode without = row(table);
            without.remove(column);
            topology.change(table, null, without.toString());
            topology.change(table, without.toString(), without.toString());
            topology.change(table, null, row(table).putNull(column).toString());
            topology.change(
                    table,
                    null,
                    row(table).put(column, "neither number nor time").toString());
            topology.change(table, null, row(table).put(column, 1.5).toString());
            topology.change(table, without.toString(), null);

            assertThat(countsAfterwards(topology)).containsExactly("order:900");
        }
    }

    private static List<String> countsAfterwards(TopologyHarness topology) throws JsonProcessingException {
        topology.interactions();
        topology.change(
                SourceTable.ORDER_TAB,
                null,
                row(SourceTable.ORDER_TAB).put("id", 900).toString());
        return topology.interactions().stream()
                .map((KeyValue<String, Interaction> entry) -> entry.value.getInteractionId())
                .toList();
    }

    private static ObjectNode row(SourceTable table) {
        ObjectNode row = JSON.createObjectNode();
        for (SourceColumn column : table.contract()) {
            switch (column.kind()) {
                case INTEGER ->
                    row.put(column.name(), List.of("is_delete", "deleted").contains(column.name()) ? 0 : 1);
                case NUMBER -> row.put(column.name(), 2.5);
                case AMOUNT -> row.put(column.name(), "2.50");
                case TEXT -> row.put(column.name(), "dataDetail/7");
                case TIME -> row.put(column.name(), 1_700_000_000_000L);
                case BYTES -> row.put(column.name(), "00ff00ff00ff0000");
            }
        }
        return row;
    }
}
