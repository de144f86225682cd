package dev.millrace.cdc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.publish.InterruptedReading;
import dev.millrace.cdc.publish.InterruptedReading.Table;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableSnapshotAgainTest {
    private static final String FIRST = "0b9e1c1e-0d4a-4a52-9b6f-5d2c1f6e7a88";

    @Test
    void the_id_goes_back_to_the_first_request_and_fits_its_column() {
        String again = TableSnapshotAgain.id(reading(FIRST, "one"));
        String onceMore = TableSnapshotAgain.id(reading(again, "two"));

        assertThat(again).isNotEqualTo(onceMore).hasSizeLessThanOrEqualTo(64);
        assertThat(TableSnapshotAgain.first(onceMore)).isEqualTo(FIRST);
        assertThat(TableSnapshotAgain.first(FIRST)).isEqualTo(FIRST);
        String ofOthers = TableSnapshotAgain.id(reading("x".repeat(64), "three"));
        assertThat(ofOthers).hasSizeLessThanOrEqualTo(64);
        assertThat(TableSnapshotAgain.first(ofOthers)).isEqualTo(TableSnapshotAgain.first("x".repeat(64)));
    }

    @Test
    void one_interruption_has_one_id() {
        assertThat(TableSnapshotAgain.id(reading(FIRST, "one")))
                .isEqualTo(TableSnapshotAgain.id(reading(FIRST, "one")));
    }

    @Test
    void a_condition_names_the_key_in_its_order() {
        assertThat(TableSnapshotAgain.behind(
                        List.of("idvisit", "a`b"), List.of(7L, new BigInteger("18446744073709551615"))))
                .endsWith("`idvisit` >= 7 AND (`idvisit`, `a``b`) > (7, 18446744073709551615)");
    }

    private static InterruptedReading reading(String id, String state) {
        return new InterruptedReading(id, List.of(new Table("shop.order_tab", "")), List.of(7L), state);
    }
}
