package dev.millrace.cdc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.config.Flavour;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVariablesTest {
    private static final Dialect MYSQL = Dialect.of(Flavour.MYSQL);
    private static final Map<String, String> GOOD = Map.of(
            "log_bin", "ON",
            "binlog_format", "ROW",
            "binlog_row_image", "FULL",
            "binlog_row_value_options", "",
            "binlog_expire_logs_seconds", "2592000",
            "expire_logs_days", "0",
            "gtid_mode", "ON",
            "server_id", "1");

    @Test
    void a_server_with_good_settings_has_no_finding() {
        assertThat(with("server_id", "1")).isEmpty();
        assertThat(with("binlog_expire_logs_seconds", "0")).as("kept for ever").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "log_bin, OFF, the binlog is off",
        "binlog_format, STATEMENT, binlog_format is STATEMENT",
        "binlog_format, MIXED, binlog_format is MIXED",
        "binlog_row_image, MINIMAL, binlog_row_image is MINIMAL",
        "binlog_row_value_options, PARTIAL_JSON, binlog_row_value_options is PARTIAL_JSON",
        "binlog_expire_logs_seconds, 600, binlogs are kept for 600 s",
        "server_id, 8401, server-id 8401 is the server's own",
    })
    void what_loses_changes_is_fatal(String name, String value, String what) {
        assertThat(with(name, value)).singleElement().satisfies(finding -> {
            assertThat(finding.fatal()).isTrue();
            assertThat(finding.what()).isEqualTo(what);
            assertThat(finding.remedy()).isNotBlank();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "binlog_expire_logs_seconds, 86400, binlogs are kept for 24 h",
        "gtid_mode, OFF, gtid_mode is OFF",
        "gtid_mode, ON_PERMISSIVE, gtid_mode is ON_PERMISSIVE",
    })
    void what_may_cost_a_snapshot_is_a_warning(String name, String value, String what) {
        assertThat(with(name, value)).singleElement().satisfies(finding -> {
            assertThat(finding.fatal()).isFalse();
            assertThat(finding.what()).isEqualTo(what);
        });
    }

    @Test
    void an_old_server_counts_in_days_and_a_new_one_lacks_variables() {
        Map<String, String> old = new HashMap<>(GOOD);
        old.remove("binlog_expire_logs_seconds");
        old.put("expire_logs_days", "1");
        assertThat(new ServerVariables(old, MYSQL).judge(8401))
                .extracting(Finding::what)
                .containsExactly("binlogs are kept for 24 h");
        assertThat(new ServerVariables(Map.of(), MYSQL).judge(8401)).isEmpty();
    }

    @Test
    void mariadb_has_settings_of_its_own_and_no_set_persist() {
        Map<String, String> values =
                Map.of("binlog_format", "MIXED", "gtid_strict_mode", "OFF", "log_bin_compress", "ON");

        List<Finding> findings = new ServerVariables(values, Dialect.of(Flavour.MARIADB)).judge(8401);

        assertThat(findings)
                .extracting(Finding::what)
                .containsExactly("binlog_format is MIXED", "gtid_strict_mode is OFF", "log_bin_compress is ON");
        assertThat(findings).extracting(Finding::fatal).containsExactly(true, false, true);
        assertThat(findings)
                .extracting(Finding::remedy)
                .allMatch(remedy -> remedy.contains("SET GLOBAL") && !remedy.contains("PERSIST"));
    }

    private static List<Finding> with(String name, String value) {
        Map<String, String> values = new HashMap<>(GOOD);
        values.put(name, value);
        return new ServerVariables(values, MYSQL).judge(8401);
    }
}
