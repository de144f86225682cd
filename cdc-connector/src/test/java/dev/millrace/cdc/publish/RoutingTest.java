package dev.millrace.cdc.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.topic.Partitions;
import java.util.stream.LongStream;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private final Routing routing = new Routing();
    private final Changes changes = new Changes(CapturedSource.whole(SourceDatabase.BUSINESS, "shop", ""));

    @Test
    void an_order_goes_where_its_item_lives() {
        SourceRecord insert = Records.change("c", 1, null, Records.row(77, 5L));

        assertThat(routing.of(change(insert))).containsExactly(Partitions.of("ds:5"));
    }

    @Test
    void an_order_that_moves_to_another_item_goes_to_both_partitions() {
        long other = itemOutside(Partitions.of("ds:5"));
        SourceRecord move = Records.change("u", 1, Records.row(77, 5L), Records.row(77, other));

        assertThat(routing.of(change(move)))
                .containsExactlyInAnyOrder(Partitions.of("ds:5"), Partitions.of("ds:" + other));
    }

    @Test
    void an_update_in_place_is_one_record() {
        SourceRecord update = Records.change("u", 1, Records.row(77, 5L), Records.row(77, 5L));

        assertThat(routing.of(change(update))).hasSize(1);
    }

    @Test
    void a_tombstone_follows_its_delete() {
        SourceRecord delete = Records.change("d", 1, Records.row(77, 5L), null);

        assertThat(routing.of(change(delete))).containsExactly(Partitions.of("ds:5"));
        assertThat(routing.of(change(Records.tombstone(1, 77)))).containsExactly(Partitions.of("ds:5"));
    }

    @Test
    void a_tombstone_whose_delete_is_unknown_goes_everywhere() {
        assertThat(routing.of(change(Records.tombstone(1, 77)))).containsExactly(0, 1, 2, 3);
    }

    @Test
    void a_row_without_a_route_goes_by_its_primary_key() {
        SourceRecord insert = Records.change("c", 1, null, Records.row(77, null));

        assertThat(routing.of(change(insert))).containsExactly(Partitions.of("77"));
    }

    private Change change(SourceRecord record) {
        @Nullable Change change = changes.read(record).orElse(null);
        assertThat(change).isNotNull();
        return java.util.Objects.requireNonNull(change);
    }

    private static long itemOutside(int partition) {
        return LongStream.range(1, 100)
                .filter(item -> Partitions.of("ds:" + item) != partition)
                .findFirst()
                .orElseThrow();
    }
}
