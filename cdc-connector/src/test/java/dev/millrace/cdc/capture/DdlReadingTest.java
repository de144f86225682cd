package dev.millrace.cdc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.config.Flavour;
import dev.millrace.cdc.config.Secret;
import dev.millrace.contract.capture.SourceDatabase;
import io.debezium.relational.history.SchemaHistory;
import io.debezium.text.ParsingException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class DdlReadingTest {
    private static final String OTHER_TABLE = "ALTER TABLE shapes ADD COLUMN vector INT DEFAULT 'a,b\\'";
    private static final DatabaseConfig SHOP = new DatabaseConfig(
            SourceDatabase.BUSINESS,
            Flavour.MYSQL,
            "localhost",
            3306,
            "shop",
            "cdc",
            new Secret("x"),
            Optional.empty(),
            8401,
            Duration.ofSeconds(1),
            "",
            new Secret(""),
            Map.of());

    @Test
    void a_statement_is_tried_with_both_grammars_before_it_is_passed_over() {
        DdlReading second = DdlReading.FIRST.after(OTHER_TABLE, SHOP).orElseThrow();
        assertThat(second.grammar()).isEqualTo(DdlReading.Grammar.LEGACY);
        assertThat(second.passedOver()).isEmpty();
        DdlReading third = second.after(OTHER_TABLE, SHOP).orElseThrow();
        assertThat(third.grammar()).isEqualTo(DdlReading.Grammar.DEFAULT);
        assertThat(third.passedOver()).containsExactly(OTHER_TABLE);
    }

    @Test
    void a_statement_about_a_captured_table_or_its_copy_is_never_passed_over() {
        for (String table : new String[] {"order_tab", "`shop`.`ORDER_TAB`", "_order_tab_new"}) {
            String statement = "ALTER TABLE " + table + " ADD COLUMN vector INT";
            DdlReading second = DdlReading.FIRST.after(statement, SHOP).orElseThrow();
            assertThat(second.after(statement, SHOP)).as(table).isEmpty();
        }
    }

    @Test
    void only_so_many_statements_are_remembered() {
        DdlReading reading = DdlReading.FIRST;
        int passedOver = 0;
        while (true) {
            String statement = "CREATE TABLE t" + passedOver + " (vector INT)";
            Optional<DdlReading> next =
                    reading.after(statement, SHOP).orElseThrow().after(statement, SHOP);
            if (next.isEmpty()) {
                break;
            }
            reading = next.get();
            passedOver++;
        }
        assertThat(passedOver).isEqualTo(20);
    }

    @Test
    void the_filter_matches_the_statement_it_was_made_for_and_keeps_debeziums_own() {
        Properties settings = new Properties();
        DdlReading.FIRST
                .after(OTHER_TABLE, SHOP)
                .flatMap(reading -> reading.after(OTHER_TABLE, SHOP))
                .orElseThrow()
                .applyTo(settings);
        String filter = settings.getProperty(SchemaHistory.DDL_FILTER.name());
        assertThat(filter).startsWith(SchemaHistory.DDL_FILTER.defaultValueAsString() + ",");
        String own =
                filter.substring(SchemaHistory.DDL_FILTER.defaultValueAsString().length() + 1);
        assertThat(OTHER_TABLE).matches(own);
        assertThat("ALTER TABLE order_tab ADD COLUMN vector INT").doesNotMatch(own);
    }

    @Test
    void the_statement_is_found_in_what_debezium_throws_and_shown_without_its_texts() {
        Throwable thrown = new RuntimeException(
                "Error processing binlog event",
                new ParsingException(
                        null,
                        "DDL statement couldn't be parsed. Please open a GitHub issue at x with the statement"
                                + " 'ALTER TABLE t ADD url INT\n COMMENT 'Jane Doe''\nno viable alternative"));
        assertThat(DdlReading.failedStatement(thrown)).hasValueSatisfying(statement -> {
            assertThat(statement).isEqualTo("ALTER TABLE t ADD url INT\n COMMENT 'Jane Doe'");
            assertThat(DdlReading.shown(statement)).isEqualTo("ALTER TABLE t ADD url INT COMMENT '…'");
        });
        assertThat(DdlReading.failedStatement(new IllegalStateException("with the statement 'x'")))
                .isEmpty();
    }
}
