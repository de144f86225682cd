package dev.millrace.stack.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import io.debezium.connector.mysql.antlr.MySqlAntlrDdlParser;
import io.debezium.relational.Tables;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SchemaTest {

    @ParameterizedTest
    @EnumSource
    void everyStatementMayRunTwice(Schema schema) {
        assertThat(schema.statements())
                .isNotEmpty()
                .allMatch(sql -> sql.startsWith("CREATE TABLE IF NOT EXISTS") || sql.startsWith("INSERT IGNORE"));
    }

    @ParameterizedTest
    @EnumSource
    void debeziumUnderstandsEveryStatementInTheBinlog(Schema schema) {
        Tables tables = new Tables();
        var parser = new MySqlAntlrDdlParser();
        parser.setCurrentDatabase("any");
        schema.statements().stream().filter(sql -> sql.startsWith("CREATE")).forEach(sql -> parser.parse(sql, tables));
        assertThat(tables.tableIds())
                .hasSameSizeAs(schema.statements().stream()
                        .filter(sql -> sql.startsWith("CREATE"))
                        .toList());
    }

    @Test
    void holdsEveryColumnThatIsCaptured() {
        for (SourceTable table : SourceTable.values()) {
            if (table == SourceTable.TASK) {
                continue; // the other name of order_tab
            }
            Schema schema = table.database() == SourceDatabase.BUSINESS ? Schema.BUSINESS : Schema.MATOMO;
            String name = table.tableName("matomo_");
            String create = schema.statements().stream()
                    .filter(sql -> sql.startsWith("CREATE TABLE IF NOT EXISTS " + name + " ("))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no table " + name));
            List<String> columns = create.lines()
                    .map(line -> line.strip().replace("`", "").split(" ", 2)[0])
                    .toList();
            assertThat(columns).as("columns of " + name).containsAll(table.columns());
        }
    }
}
