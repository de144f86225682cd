package dev.millrace.streams.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.SessionItem;
import dev.millrace.contract.proto.SessionItems;
import dev.millrace.streams.TestSettings;
import dev.millrace.streams.TopologyHarness;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import dev.millrace.streams.config.TopologySettings.Exclusions;
import dev.millrace.streams.config.TopologySettings.TrendingFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Matomo rows through the whole topology to `session.items.v1`.
class SessionsTest {
    private static final long INTERNAL_USER = 99;
    private TopologyHarness topology = new TopologyHarness(settings(TestSettings.SESSIONS));
    private long rows;

    @BeforeEach
    void know() {
        for (int item = 1; item <= 9; item++) {
            topology.change(
                    SourceTable.LOG_ACTION,
                    null,
                    "{\"idaction\":%d,\"name\":\"dataDetail/%d\",\"type\":1}".formatted(item, item));
        }
        topology.change(SourceTable.LOG_ACTION, null, "{\"idaction\":50,\"name\":\"dataset_5\",\"type\":5}");
        topology.pass(Duration.ofMillis(50));
    }

    @AfterEach
    void close() {
        topology.close();
    }

    private static TopologySettings settings(int sessions) {
        TopologySettings all = TestSettings.with(
                TestSettings.of(ClockMode.LIVE),
                true,
                TrendingFilter.OFF,
                new Exclusions(Set.of(INTERNAL_USER), Set.of(), 1_000));
        return TestSettings.withSessions(all, sessions, TestSettings.SESSION_LENGTH);
    }

    private void visit(long id, @Nullable String user) {
        topology.change(
                SourceTable.LOG_VISIT,
                null,
                "{\"idvisit\":%d,\"idsite\":1,\"idvisitor\":\"%016x\",\"user_id\":%s}"
                        .formatted(id, id, user == null ? "null" : '"' + user + '"'));
    }

    private String view(long visit, long item) {
        String row = "{\"idlink_va\":%d,\"idsite\":1,\"idvisit\":%d,\"server_time\":%d,\"idaction_url\":%d}"
                .formatted(++rows, visit, topology.now().toEpochMilli(), item);
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, row);
        topology.pass(Duration.ofSeconds(1));
        return row;
    }

    private String cart(long visit, boolean deleted) {
        return """
                {"idvisit":%d,"idorder":"0","idaction_sku":50,"idsite":1,"server_time":%d,"price":2.5,"quantity":1,\
                "deleted":%d}""".formatted(visit, topology.now().toEpochMilli(), deleted ? 1 : 0);
    }

    /// Changes since the last call, as `s:1 ds:1 ds:2`, `s:1 gone`, or `progress|0`.
    private List<String> changes() {
        List<String> changes = new ArrayList<>();
        for (var change : topology.sessionChanges()) {
            @Nullable SessionItems value = change.value;
            StringBuilder text = new StringBuilder(change.key);
            if (value == null) {
                text.append(" gone");
            } else {
                value.getItemsList().stream()
                        .map(SessionItem::getItemId)
                        .forEach(item -> text.append(' ').append(item));
            }
            changes.add(text.toString());
        }
        return changes;
    }

    @Test
    void everyClickIsPublishedAtOnce() {
        visit(1, null);
        topology.change(
                SourceTable.LOG_LINK_VISIT_ACTION,
                null,
                "{\"idlink_va\":77,\"idsite\":1,\"idvisit\":1,\"server_time\":%d,\"idaction_url\":4}"
                        .formatted(topology.now().toEpochMilli()));
        assertThat(changes()).containsExactly("s:1 ds:4");
    }

    @Test
    void eachItemStandsWhereItWasTakenLast() {
        visit(1, null);
        view(1, 1);
        view(1, 2);
        view(1, 1);
        assertThat(changes()).containsExactly("s:1 ds:1", "s:1 ds:1 ds:2", "s:1 ds:2 ds:1");
    }

    @Test
    void aLineThatLeavesTheCartLeavesTheSession() {
        visit(1, null);
        view(1, 1);
        String in = cart(1, false);
        topology.change(SourceTable.LOG_CONVERSION_ITEM, null, in);
        topology.pass(Duration.ofSeconds(1));
        topology.change(SourceTable.LOG_CONVERSION_ITEM, in, cart(1, true));
        topology.pass(Duration.ofSeconds(1));
        assertThat(changes()).containsExactly("s:1 ds:1", "s:1 ds:1 ds:5", "s:1 ds:1");
    }

    @Test
    void anItemStaysWhileOneInteractionWithItStands() {
        visit(1, null);
        String in = cart(1, false);
        topology.change(SourceTable.LOG_CONVERSION_ITEM, null, in);
        view(1, 5);
        topology.change(SourceTable.LOG_CONVERSION_ITEM, in, cart(1, true));
        topology.pass(Duration.ofSeconds(1));
        assertThat(changes()).endsWith("s:1 ds:5");
        assertThat(topology.entries(KeepSessions.STORE)).isOne();
    }

    @Test
    void aVisitThatTurnsOutToBeInternalIsGone() {
        visit(1, null);
        view(1, 1);
        view(1, 2);
        visit(1, "" + INTERNAL_USER);
        topology.pass(Duration.ofSeconds(1));
        assertThat(changes()).endsWith("s:1 gone");
        assertThat(topology.entries(KeepSessions.STORE)).isZero();
    }

    @Test
    void aLoginChangesNothingAndAPurgeNeither() {
        visit(1, null);
        String row = view(1, 1);
        changes();
        visit(1, "7");
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, row, null);
        topology.change(
                SourceTable.LOG_VISIT,
                "{\"idvisit\":1,\"idsite\":1,\"idvisitor\":\"%016x\",\"user_id\":\"7\"}".formatted(1),
                null);
        topology.pass(Duration.ofSeconds(1));
        assertThat(changes()).isEmpty();
        assertThat(topology.entries(KeepSessions.STORE)).isOne();
    }

    @Test
    void theOldestVisitGivesWayToANewOne() {
        topology.close();
        topology = new TopologyHarness(settings(2));
        know();
        for (int visit = 1; visit <= 3; visit++) {
            visit(visit, null);
        }
        view(1, 1);
        view(2, 2);
        view(1, 3);
        view(3, 4);
        assertThat(changes())
                .containsExactlyInAnyOrder("s:1 ds:1", "s:2 ds:2", "s:1 ds:1 ds:3", "s:3 ds:4", "s:2 gone");
        assertThat(topology.tally("sessions")).isEqualTo(1);
        assertThat(topology.entries(KeepSessions.STORE)).isEqualTo(2);
    }

    @Test
    void aLongVisitForgetsItsOldestInteractions() {
        visit(1, null);
        for (int item = 1; item <= 7; item++) {
            view(1, item);
        }
        assertThat(changes()).endsWith("s:1 ds:3 ds:4 ds:5 ds:6 ds:7");
        assertThat(topology.tally("session-length")).isEqualTo(2);
    }

    @Test
    void aVisitIsForgottenWhenItIsTooOldByTheClockOfTheSource() {
        visit(1, null);
        view(1, 1);
        topology.pass(TestSettings.LATENESS.plusDays(2));
        assertThat(topology.entries(KeepSessions.STORE)).isOne();

        topology.beat(SourceDatabase.MATOMO);
        topology.pass(Duration.ofSeconds(1));

        assertThat(changes()).endsWith("s:1 gone");
        assertThat(topology.tally("session-forgotten")).isEqualTo(1);
    }

    @Test
    void ordersOfTheShopAreOfNoVisit() {
        topology.change(
                SourceTable.ORDER_TAB, null, """
                {"id":1,"dataset_id":7,"create_user":3,"price":"9.50","pay_status":1,"is_delete":0,"pay_time":%d}""".formatted(topology.now().toEpochMilli()));
        topology.pass(Duration.ofSeconds(1));
        assertThat(topology.interactions()).hasSize(1);
        assertThat(changes()).isEmpty();
    }
}
