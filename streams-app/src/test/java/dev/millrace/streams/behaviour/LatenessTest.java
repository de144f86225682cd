package dev.millrace.streams.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.VisitState;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.store.WindowSums;
import dev.millrace.streams.TestSettings;
import dev.millrace.streams.TopologyHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// Behaviour that comes late: counted where it belongs, until it is so old that nobody remembers what was
/// counted.
class LatenessTest {
    private static final Duration LITTLE = Duration.ofHours(1);
    private final TopologyHarness topology = new TopologyHarness();

    @BeforeEach
    void know() {
        topology.change(SourceTable.LOG_ACTION, null, """
                {"idaction":7,"name":"dataDetail/7","type":1}""");
    }

    @AfterEach
    void close() {
        topology.close();
    }

    private void visit(long id, Duration age) {
        topology.change(SourceTable.LOG_VISIT, null, """
                {"idvisit":%d,"idsite":1,"idvisitor":"%016x","user_id":null,"visit_first_action_time":%d}""".formatted(id, id, timeMs(age)));
    }

    private String view(long id, long visit, Duration age) {
        String row = """
                {"idlink_va":%d,"idsite":1,"idvisit":%d,"server_time":%d,"idaction_url":7}""".formatted(id, visit, timeMs(age));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, row);
        return row;
    }

    private long timeMs(Duration age) {
        return topology.now().minus(age).toEpochMilli();
    }

    private long views() {
        return topology.statistics("ds:7").getEver().getViews();
    }

    @Test
    void whatIsTooOldIsLeftOutAndCounted() {
        visit(1, TestSettings.LATENESS);
        view(1, 1, TestSettings.LATENESS.minus(LITTLE));
        view(2, 1, TestSettings.LATENESS.plus(LITTLE));

        assertThat(views()).isEqualTo(1);
        assertThat(topology.tally("too-late")).isEqualTo(1);
    }

    @Test
    void whatIsForgottenStandsAndIsNotCountedAgain() {
        visit(1, Duration.ZERO);
        String row = view(1, 1, Duration.ZERO);
        topology.pass(TestSettings.LATENESS.plusDays(2));
        topology.beat(SourceDatabase.MATOMO);
        topology.pass(Duration.ofMinutes(2));
        assertThat(topology.entries("history-by-actor"))
                .as("the shop's changes of that time may still come")
                .isOne();
        topology.beat(SourceDatabase.BUSINESS);
        topology.pass(Duration.ofMinutes(2));

        assertThat(topology.entries("counted-by-visit")).isZero();
        assertThat(topology.entries("actor-by-visit")).isZero();
        assertThat(topology.entries("profile-by-visitor")).isZero();
        assertThat(topology.entries("history-by-actor")).isZero();
        assertThat(topology.tally("row-forgotten")).isEqualTo(1);
        assertThat(topology.tally("visit-forgotten")).isEqualTo(1);
        assertThat(topology.tally("visitor-forgotten")).isEqualTo(1);
        assertThat(topology.tally("history-forgotten")).isEqualTo(1);

        topology.snapshot(SourceTable.LOG_LINK_VISIT_ACTION, row);
        assertThat(views()).isEqualTo(1);
    }

    @Test
    void aSourceWhoseClockIsAheadMakesNobodyLateAndForgetsNothing() {
        visit(1, Duration.ZERO);
        String row = view(1, 1, Duration.ZERO);
        topology.beat("matomo", topology.now().plus(TestSettings.LATENESS.plusDays(2)));
        topology.beat("business", topology.now().plus(TestSettings.LATENESS.plusDays(2)));
        topology.pass(Duration.ofMinutes(2));

        assertThat(topology.entries("counted-by-visit")).isOne();
        assertThat(topology.entries("actor-by-visit")).isOne();
        assertThat(topology.entries("profile-by-visitor")).isOne();
        assertThat(topology.entries("history-by-actor")).isOne();
        assertThat(topology.tally("clock-ahead")).isPositive();
        view(2, 1, Duration.ZERO);
        topology.snapshot(SourceTable.LOG_LINK_VISIT_ACTION, row);
        assertThat(views()).isEqualTo(2);
        assertThat(topology.tally("too-late")).isZero();
    }

    @Test
    void anOldOrderThatChangesIsStillTheSameOrder() {
        String order = order(1, 7, "2.00");
        String other = order(2, 8, "2.00");
        topology.change(SourceTable.ORDER_TAB, null, order);
        topology.change(SourceTable.ORDER_TAB, null, other);
        topology.pass(TestSettings.LATENESS.plusDays(2));
        topology.beat(SourceDatabase.MATOMO);
        topology.beat(SourceDatabase.BUSINESS);
        topology.pass(Duration.ofMinutes(2));
        var before = topology.neighbours("ds:7");

        topology.change(SourceTable.ORDER_TAB, order, order(1, 7, "3.00"));
        topology.change(SourceTable.ORDER_TAB, other, order(2, 8, "3.00"));
        assertThat(topology.neighbours("ds:7")).isEqualTo(before);

        topology.change(SourceTable.ORDER_TAB, order(1, 7, "3.00"), null);
        assertThat(topology.neighbours("ds:7").getItemsList()).isEmpty();
    }

    /// State that was written before rows had numbers.
    @Test
    void rowsThatWereCountedBeforeTheyWereNumberedAreNotCountedAgain() {
        visit(1, Duration.ZERO);
        String row = view(10, 1, Duration.ZERO);
        var visits = topology.<VisitState>store("actor-by-visit");
        visits.put("1", visits.get("1").toBuilder().clearHighestRow().build());
        for (long hot = 2; hot < 9; hot++) {
            visit(hot, Duration.ZERO);
        }

        view(5, 1, Duration.ZERO);
        topology.snapshot(SourceTable.LOG_LINK_VISIT_ACTION, row);

        assertThat(views()).isEqualTo(2);
    }

    private String order(long id, long item, String price) {
        return """
                {"id":%d,"dataset_id":%d,"create_user":1,"price":"%s","pay_status":1,"is_delete":0,"pay_time":%d}""".formatted(id, item, price, TopologyHarness.NOW.toEpochMilli());
    }

    /// Matomo was cut off for a week; the shop was not. Replay a failure with `-Dseed=`.
    @RepeatedTest(3)
    void aWeekOfLateDataCountsInItsOwnTime() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<Duration> ages = new ArrayList<>();
        for (int view = 0; view < 300; view++) {
            ages.add(Duration.ofSeconds(random.nextInt(8 * 24 * 3600)));
        }
        Collections.shuffle(ages, random);
        topology.change(SourceTable.ORDER_TAB, null, """
                {"id":1,"dataset_id":7,"create_user":1,"price":"2.00","pay_status":1,"is_delete":0,"pay_time":%d}""".formatted(timeMs(Duration.ZERO)));
        visit(1, Duration.ofDays(9));
        for (int view = 0; view < ages.size(); view++) {
            view(view + 1, 1, ages.get(view));
        }

        assertThat(views()).isEqualTo(300);
        for (TimeWindow window : TimeWindow.values()) {
            Counters sums = WindowSums.of(
                    topology.statistics("ds:7"), window, topology.now().toEpochMilli());
            long first = window.firstBucket(topology.now().toEpochMilli());
            long expected = ages.stream()
                    .filter(age -> window.bucketOf(timeMs(age)) >= first)
                    .count();
            assertThat(sums.getViews()).as("%s, seed %d", window, seed).isEqualTo(expected);
            assertThat(sums.getOrders()).as("%s, seed %d", window, seed).isEqualTo(1);
        }
        assertThat(topology.trending(TimeWindow.HOUR)).containsExactly("ds:7");
    }
}
