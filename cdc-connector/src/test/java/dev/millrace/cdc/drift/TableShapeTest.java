package dev.millrace.cdc.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.ColumnKind;
import dev.millrace.contract.capture.SourceColumn;
import dev.millrace.contract.capture.SourceTable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TableShapeTest {

    @ParameterizedTest
    @EnumSource(SourceTable.class)
    void a_table_as_the_contract_wants_it_breaks_nothing(SourceTable table) {
        assertThat(new TableShape(wanted(table), table.keyColumns()).violations(table))
                .isEmpty();
    }

    @Test
    void a_key_of_several_columns_may_be_told_in_any_order() {
        SourceTable table = SourceTable.LOG_CONVERSION_ITEM;
        assertThat(new TableShape(wanted(table), table.keyColumns().reversed()).violations(table))
                .isEmpty();
        assertThat(new TableShape(wanted(table), table.keyColumns().subList(0, 2)).violations(table))
                .extracting(Violation::kind)
                .containsExactly(Violation.Kind.KEY);
    }

    @Test
    void names_are_compared_as_mysql_does() {
        Map<String, String> types = new HashMap<>();
        wanted(SourceTable.API_ORDER).forEach((name, type) -> types.put(name.toUpperCase(Locale.ROOT), type));
        assertThat(new TableShape(types, List.of("ID")).violations(SourceTable.API_ORDER))
                .isEmpty();
    }

    @Test
    void a_missing_column_another_type_and_another_key_are_told() {
        Map<String, String> types = wanted(SourceTable.API_ORDER);
        types.remove("frequency");
        types.put("price", "varchar(20)");
        assertThat(new TableShape(types, List.of("id", "api_id")).violations(SourceTable.API_ORDER))
                .extracting(Violation::toString)
                .containsExactly(
                        "api_order.price has become VARCHAR(20) instead of amount: events carry it in another form",
                        "api_order.frequency is gone (dropped or renamed): events go on without it",
                        "api_order.id is not the primary key, which is (id, api_id): rows may share a key");
    }

    @Test
    void a_type_that_nobody_tells_is_not_judged() {
        Map<String, String> types = wanted(SourceTable.API_ORDER);
        types.put("price", "");
        assertThat(new TableShape(types, List.of("id")).violations(SourceTable.API_ORDER))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, bigint(20) unsigned, true",
        "INTEGER, BOOLEAN, true",
        "INTEGER, decimal(10), false",
        "AMOUNT, NUMERIC, true",
        "AMOUNT, int, true",
        "AMOUNT, DOUBLE, false",
        "TEXT, NATIONAL VARCHAR, true",
        "TEXT, json, false",
        "TIME, datetime(6), true",
        "TIME, time, false",
        "TIME, date, false",
        "BYTES, binary(8), true",
        "BYTES, char(8), false",
    })
    void a_kind_takes_every_width_and_no_other_kind(ColumnKind kind, String type, boolean accepted) {
        assertThat(kind.accepts(type)).isEqualTo(accepted);
    }

    private static Map<String, String> wanted(SourceTable table) {
        Map<String, String> types = new HashMap<>();
        for (SourceColumn column : table.contract()) {
            types.put(
                    column.name(),
                    switch (column.kind()) {
                        case INTEGER -> "bigint(20)";
                        case AMOUNT -> "decimal(12,2)";
                        case NUMBER -> "double";
                        case TEXT -> "varchar(255)";
                        case TIME -> "datetime";
                        case BYTES -> "binary(8)";
                    });
        }
        return types;
    }
}
