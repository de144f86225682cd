package dev.millrace.cdc.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RereadGuardTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a:1-5 | a:5 | true",
                "a:1-5 | a:6 | false",
                "a:1-5:7 | a:7 | true",
                "a:1-5:7 | a:6 | false",
                "A:3 | a:3 | true",
                "b:1-9,a:2-3 | a:2 | true",
                "b:1-9, a:2-3 | a:1 | false",
                "b:1-9 | a:1 | false",
            })
    void a_set_has_the_transactions_of_its_ranges(String set, String gtid, boolean expected) {
        assertThat(RereadGuard.contains(set, gtid)).isEqualTo(expected);
    }

    @Test
    void rows_of_a_snapshot_may_lie_anywhere() {
        RereadGuard guard = new RereadGuard();
        Change.Row row = new Change.Row(
                Records.change("r", 1, null, Records.row(1, null)),
                dev.millrace.contract.capture.SourceTable.ORDER_TAB,
                (org.apache.kafka.connect.data.Struct)
                        Records.change("r", 1, null, Records.row(1, null)).value());
        guard.check(row);
        guard.check(row);
    }
}
