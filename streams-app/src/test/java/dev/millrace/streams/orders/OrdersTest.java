package dev.millrace.streams.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.streams.TopologyHarness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Orders through the whole topology: what they add, and that everything that is taken back is taken back exactly.
class OrdersTest {
    private final TopologyHarness topology = new TopologyHarness();

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void anUnpaidOrderAddsNothing() {
        topology.change(SourceTable.ORDER_TAB, null, order(1, 7, 0, 0, "9.50"));
        assertThat(topology.interactions()).isEmpty();
        assertThat(topology.trending(TimeWindow.HOUR)).isEmpty();
    }

    @Test
    void payingAddsAndCancellingTakesBackExactly() {
        String unpaid = order(1, 7, 0, 0, "9.50");
        String paid = order(1, 7, 1, 0, "9.50");
        topology.change(SourceTable.ORDER_TAB, null, unpaid);
        topology.change(SourceTable.ORDER_TAB, unpaid, paid);
        assertThat(topology.trending(TimeWindow.HOUR)).containsExactly("ds:7");
        assertThat(topology.statistics("ds:7").getEver().getRevenueCents()).isEqualTo(950);

        topology.change(SourceTable.ORDER_TAB, paid, order(1, 7, 3, 0, "9.50"));
        assertThat(topology.trending(TimeWindow.HOUR)).isEmpty();
        assertThat(topology.statistics("ds:7")).isEqualTo(topology.statistics("ds:never"));
        assertThat(effects()).containsExactly(Effect.ADD, Effect.RETRACT);
    }

    @Test
    void deletingAPaidOrderTakesItBackAndItsTombstoneDoesNothing() {
        String paid = order(1, 7, 5, 0, "0");
        topology.change(SourceTable.ORDER_TAB, null, paid);
        topology.change(SourceTable.ORDER_TAB, paid, null);
        topology.raw(SourceTable.ORDER_TAB, null);
        assertThat(effects()).containsExactly(Effect.ADD, Effect.RETRACT);
        assertThat(topology.statistics("ds:7").getEver().getOrders()).isZero();
    }

    @Test
    void aFreeOrderCounts() {
        topology.change(SourceTable.ORDER_TAB, null, order(1, 7, 1, 0, "0.00"));
        assertThat(topology.statistics("ds:7").getEver().getScoreMicros()).isEqualTo(1_000_000);
    }

    @Test
    void aRepeatedOrSnapshotRowChangesNothing() {
        String paid = order(1, 7, 1, 0, "2.00");
        topology.change(SourceTable.ORDER_TAB, null, paid);
        topology.change(SourceTable.ORDER_TAB, paid, paid);
        topology.snapshot(SourceTable.ORDER_TAB, paid);
        topology.change(SourceTable.ORDER_TAB, null, paid);
        assertThat(effects()).containsExactly(Effect.ADD);
    }

    @Test
    void orderTabAndTaskAreTwoNamesOfOneTable() {
        String paid = order(1, 7, 1, 0, "2.00");
        topology.change(SourceTable.ORDER_TAB, null, paid);
        topology.snapshot(SourceTable.TASK, paid);
        topology.change(SourceTable.TASK, paid, null);
        assertThat(effects()).containsExactly(Effect.ADD, Effect.RETRACT);
    }

    @Test
    void aNewPriceReplacesTheOldContribution() {
        String paid = order(1, 7, 1, 0, "2.00");
        topology.change(SourceTable.ORDER_TAB, null, paid);
        topology.change(SourceTable.ORDER_TAB, paid, order(1, 7, 1, 0, "3.00"));
        assertThat(effects()).containsExactly(Effect.ADD, Effect.RETRACT, Effect.ADD);
        assertThat(topology.statistics("ds:7").getEver().getRevenueCents()).isEqualTo(300);
        assertThat(topology.statistics("ds:7").getEver().getOrders()).isEqualTo(1);
    }

    @Test
    void anOrderThatMovesToAnotherItemLeavesTheFirst() {
        String paid = order(1, 7, 1, 0, "2.00");
        topology.change(SourceTable.ORDER_TAB, null, paid);
        topology.change(SourceTable.ORDER_TAB, paid, order(1, 8, 1, 0, "2.00"));
        assertThat(topology.trending(TimeWindow.HOUR)).containsExactly("ds:8");
    }

    @Test
    void anApiOrderIsAnotherItemWithAnotherPaidRule() {
        topology.change(SourceTable.API_ORDER, null, apiOrder(1, 5));
        topology.change(SourceTable.API_ORDER, null, apiOrder(2, 1));
        assertThat(topology.interactions())
                .extracting(entry -> entry.value.getItemId())
                .containsExactly("api:7");
        assertThat(topology.statistics("api:7").getEver().getRevenueCents()).isEqualTo(600);
    }

    @Test
    void anOrderFromTheFutureCountsAsNow() {
        topology.change(
                SourceTable.ORDER_TAB, null, order(1, 7, 1, topology.now().plus(Duration.ofDays(2)), "1"));
        assertThat(topology.trending(TimeWindow.HOUR)).containsExactly("ds:7");
        assertThat(topology.interactions().getFirst().value.getEventTimeMs())
                .isEqualTo(TopologyHarness.NOW.toEpochMilli());
    }

    @Test
    void aLateOrderCountsInTheWindowsThatStillHoldItsTime() {
        topology.change(
                SourceTable.ORDER_TAB, null, order(1, 7, 1, topology.now().minus(Duration.ofHours(5)), "1"));
        assertThat(topology.trending(TimeWindow.HOUR)).isEmpty();
        assertThat(topology.trending(TimeWindow.DAY)).containsExactly("ds:7");
        topology.change(
                SourceTable.ORDER_TAB, null, order(2, 8, 1, topology.now().minus(Duration.ofDays(400)), "1"));
        assertThat(topology.trending(TimeWindow.WEEK)).containsExactly("ds:7");
        assertThat(topology.statistics("ds:8").getEver().getOrders()).isEqualTo(1);
    }

    @Test
    void timeAloneEmptiesTheWindows() {
        topology.change(SourceTable.ORDER_TAB, null, order(1, 7, 1, topology.now(), "1"));
        topology.pass(Duration.ofMinutes(61));
        assertThat(topology.trending(TimeWindow.HOUR)).isEmpty();
        assertThat(topology.trending(TimeWindow.DAY)).containsExactly("ds:7");
        topology.pass(Duration.ofDays(8));
        assertThat(topology.trending(TimeWindow.WEEK)).isEmpty();
        assertThat(topology.statistics("ds:7").getEver().getOrders()).isEqualTo(1);
    }

    @Test
    void whereAColumnIsAbsentEveryLiveOrderCounts() {
        topology.change(
                SourceTable.ORDER_TAB,
                null,
                "{\"id\":1,\"dataset_id\":7,\"create_user\":3,\"create_time\":%d}"
                        .formatted(topology.now().toEpochMilli()));
        assertThat(effects()).containsExactly(Effect.ADD);
    }

    @Test
    void whatCannotBeReadBecomesADeadLetterAndTheNextRowIsCounted() {
        topology.raw(SourceTable.ORDER_TAB, "{not json".getBytes(StandardCharsets.UTF_8));
        topology.change(SourceTable.ORDER_TAB, null, "{\"id\":1,\"dataset_id\":\"seven\",\"create_user\":3}");
        topology.change(SourceTable.ORDER_TAB, null, order(2, 7, 1, 0, "abc"));
        topology.change(SourceTable.ORDER_TAB, null, order(3, -7, 1, 0, "1"));
        topology.change(SourceTable.ORDER_TAB, null, order(4, 7, 1, 0, "1"));
        assertThat(topology.deadLetters())
                .extracting(letter -> letter.value.getReason())
                .containsExactly("unreadable-json", "column-not-a-number", "column-not-a-decimal", "id-not-positive");
        assertThat(effects()).containsExactly(Effect.ADD);
    }

    @Test
    void aCountedOrderThatBecomesUnreadableIsTakenBack() {
        String paid = order(1, 7, 1, 0, "2.00");
        for (String broken :
                List.of(order(1, 7, 1, 0, "abc"), paid.replace("\"create_user\":3", "\"create_user\":0"))) {
            topology.change(SourceTable.ORDER_TAB, null, paid);
            topology.change(SourceTable.ORDER_TAB, paid, broken);
            assertThat(effects()).containsExactly(Effect.ADD, Effect.RETRACT);
            assertThat(topology.deadLetters())
                    .singleElement()
                    .satisfies(letter ->
                            assertThat(letter.value.getPosition().getFile()).isEqualTo("binlog.000001"));
        }
        topology.change(SourceTable.ORDER_TAB, null, paid);
        topology.change(SourceTable.ORDER_TAB, paid, paid.replace("\"dataset_id\":7", "\"dataset_id\":null"));
        assertThat(effects()).as("an order that lost its item").containsExactly(Effect.ADD, Effect.RETRACT);
        assertThat(topology.statistics("ds:7").getEver().getOrders()).isZero();
    }

    @Test
    void aHeartbeatSaysHowFarTheBusinessDatabaseIsReflected() {
        topology.change(SourceTable.ORDER_TAB, null, order(1, 7, 1, 0, "1"));
        topology.beat(SourceDatabase.BUSINESS);
        assertThat(topology.store(QueryableStore.ITEM_PROGRESS).get("business").getCommitTimeUs())
                .isEqualTo(TopologyHarness.NOW.toEpochMilli() * 1000);
        assertThat(topology.store(QueryableStore.NEIGHBOUR_PROGRESS)
                        .get("business")
                        .getCommitTimeUs())
                .isEqualTo(TopologyHarness.NOW.toEpochMilli() * 1000);
    }

    private List<Effect> effects() {
        return topology.interactions().stream()
                .map((KeyValue<String, Interaction> entry) -> entry.value.getEffect())
                .toList();
    }

    private String order(long id, long item, int payStatus, int deleted, String price) {
        return order(id, item, payStatus, topology.now().minusSeconds(60), price)
                .replace("\"is_delete\":0", "\"is_delete\":" + deleted);
    }

    private static String order(long id, long item, int payStatus, Instant payTime, String price) {
        return """
                {"id":%d,"dataset_id":%d,"create_user":3,"price":"%s","pay_status":%d,"task_status":0,"is_delete":0,\
                "pay_time":%d,"create_time":0,"update_time":null}""".formatted(id, item, price, payStatus, payTime.toEpochMilli());
    }

    private String apiOrder(long id, int payStatus) {
        return """
                {"id":%d,"api_id":7,"creator_id":3,"price":"2.00","frequency":3,"pay_status":%d,"is_delete":0,\
                "pay_time":null,"create_time":%d,"update_time":null}""".formatted(id, payStatus, topology.now().toEpochMilli());
    }
}
