package dev.millrace.streams.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.store.WindowSums;
import dev.millrace.streams.TopologyHarness;
import dev.millrace.streams.runtime.Publications;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private final TopologyHarness topology = new TopologyHarness();

    @AfterEach
    void close() {
        topology.close();
    }

    private String order(int id, int item, int user, int payStatus, Duration age) {
        return """
                {"id":%d,"dataset_id":%d,"create_user":%d,"price":"9.50","pay_status":%d,"is_delete":0,"pay_time":%d}\
                """.formatted(
                        id, item, user, payStatus, topology.now().minus(age).toEpochMilli());
    }

    private String paid(int id, int item, int user, Duration age) {
        String row = order(id, item, user, 1, age);
        topology.change(SourceTable.ORDER_TAB, null, row);
        return row;
    }

    @Test
    void countsEveryBuyerOnceUntilTheLastOrderIsTakenBack() {
        String first = paid(1, 7, 3, Duration.ZERO);
        String second = paid(2, 7, 3, Duration.ZERO);
        paid(3, 7, 4, Duration.ZERO);
        assertThat(topology.statistics("ds:7").getBuyers()).isEqualTo(2);

        topology.change(SourceTable.ORDER_TAB, first, null);
        assertThat(topology.statistics("ds:7").getBuyers()).isEqualTo(2);
        topology.change(SourceTable.ORDER_TAB, second, order(2, 7, 3, 3, Duration.ZERO));
        assertThat(topology.statistics("ds:7").getBuyers()).isEqualTo(1);
    }

    @Test
    void aQuietItemIsPublishedAtOnceAndABusyOneOncePerInterval() {
        paid(1, 7, 3, Duration.ZERO);
        assertThat(topology.statisticsChanges()).hasSize(1);

        for (int id = 2; id <= 50; id++) {
            paid(id, 7, id, Duration.ZERO);
        }
        assertThat(topology.statisticsChanges()).isEmpty();
        topology.pass(Publications.INTERVAL);
        assertThat(topology.statisticsChanges())
                .singleElement()
                .satisfies(record -> assertThat(record.value).isEqualTo(topology.statistics("ds:7")));
    }

    @Test
    void anItemOfWhichNothingIsLeftGetsATombstone() {
        String row = paid(1, 7, 3, Duration.ZERO);
        topology.pass(Publications.INTERVAL);
        topology.statisticsChanges();

        topology.change(SourceTable.ORDER_TAB, row, null);

        assertThat(topology.statisticsChanges()).singleElement().satisfies(record -> {
            assertThat(record.key).isEqualTo("ds:7");
            assertThat(record.value).isNull();
        });
    }

    /// The rings end at the newest event, so a wall clock that runs ahead for a while loses nothing.
    @Test
    void aClockThatRanAheadAndWentBackLosesNothing() {
        Map<String, Long> before = new HashMap<>();
        for (int id = 1; id <= 20; id++) {
            paid(id, 1 + id % 5, id, Duration.ofMinutes(3L * id));
        }
        topology.pass(Duration.ofSeconds(2));
        List<String> trending = topology.trending(TimeWindow.HOUR);
        for (int item = 1; item <= 5; item++) {
            before.put("ds:" + item, orders("ds:" + item));
        }

        topology.jump(Duration.ofDays(400));
        topology.pass(Duration.ofSeconds(2));
        assertThat(topology.trending(TimeWindow.WEEK)).isEmpty();
        topology.jump(Duration.ofDays(-400));
        paid(21, 1, 21, Duration.ofMinutes(30));
        topology.change(SourceTable.ORDER_TAB, order(21, 1, 21, 1, Duration.ofMinutes(30)), null);
        topology.pass(Duration.ofSeconds(2));

        assertThat(topology.trending(TimeWindow.HOUR)).containsExactlyElementsOf(trending);
        before.forEach((item, orders) -> assertThat(orders(item)).as(item).isEqualTo(orders));
    }

    /// 11:01 has left the hour that ends at 12:01, and would be in one that ends at 12:00 again.
    @Test
    void aClockThatGoesBackOverTheEdgeOfAMinuteBringsNothingBack() {
        ordered(1, 1, 100, Duration.ofSeconds(59 * 60 + 20));
        topology.pass(Duration.ofSeconds(35));
        ordered(2, 2, 10, Duration.ZERO);
        topology.jump(Duration.ofSeconds(-20));
        ordered(3, 1, 1, Duration.ZERO);
        assertThat(topology.trending(TimeWindow.HOUR)).containsExactly("ds:2", "ds:1");

        topology.pass(Duration.ofSeconds(30));
        assertThat(topology.trending(TimeWindow.HOUR)).containsExactly("ds:2", "ds:1");
    }

    private void ordered(long id, long item, int yuan, Duration ago) {
        topology.change(SourceTable.ORDER_TAB, null, """
                {"id":%d,"dataset_id":%d,"create_user":1,"price":"%d","pay_status":1,"is_delete":0,"pay_time":%d}""".formatted(
                        id, item, yuan, topology.now().minus(ago).toEpochMilli()));
    }

    @Test
    void velocityComparesTheLastHourWithTheLastDay() {
        paid(1, 7, 1, Duration.ofHours(5));
        paid(2, 7, 2, Duration.ofHours(6));
        paid(3, 7, 3, Duration.ofMinutes(5));
        long now = topology.now().toEpochMilli();
        assertThat(WindowSums.velocity(topology.statistics("ds:7"), now)).isEqualTo(24.0 / 3);
        assertThat(WindowSums.velocity(topology.statistics("ds:8"), now)).isZero();
    }

    private long orders(String item) {
        long now = topology.now().toEpochMilli();
        return WindowSums.of(topology.statistics(item), TimeWindow.HOUR, now).getOrders();
    }
}
