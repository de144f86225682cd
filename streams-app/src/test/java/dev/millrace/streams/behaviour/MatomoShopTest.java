package dev.millrace.streams.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.streams.TestSettings;
import dev.millrace.streams.TopologyHarness;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import dev.millrace.streams.config.TopologySettings.Exclusions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What else Matomo tells: carts, orders, searches; and who does not count.
class MatomoShopTest {
    private static final String VISITOR = "00ff00ff00ff0000";
    private TopologyHarness topology = new TopologyHarness();

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void anItemInACartCountsUntilItIsTakenOut() {
        known();
        topology.change(SourceTable.LOG_CONVERSION_ITEM, null, item("0", 50, 1, 0));
        assertThat(topology.statistics("ds:7").getEver().getCarts()).isEqualTo(1);

        topology.change(SourceTable.LOG_CONVERSION_ITEM, item("0", 50, 1, 0), item("0", 50, 3, 0));
        assertThat(topology.statistics("ds:7").getEver().getCarts()).isEqualTo(1);

        topology.change(SourceTable.LOG_CONVERSION_ITEM, item("0", 50, 3, 0), item("0", 50, 3, 1));
        assertThat(topology.statistics("ds:7").getEver().getCarts()).isZero();
        assertThat(all()).extracting(Interaction::getInteractionId).containsExactly("cart:1:50", "cart:1:50");
    }

    @Test
    void aLineOfAnOrderIsAnOrderWhoseAmountMayChange() {
        known();
        topology.change(SourceTable.LOG_CONVERSION_ITEM, null, item("A7", 50, 1, 0));
        topology.change(SourceTable.LOG_CONVERSION_ITEM, item("A7", 50, 1, 0), item("A7", 50, 3, 0));
        topology.snapshot(SourceTable.LOG_CONVERSION_ITEM, item("A7", 50, 3, 0));

        var ever = topology.statistics("ds:7").getEver();
        assertThat(ever.getOrders()).isEqualTo(1);
        assertThat(ever.getRevenueCents()).isEqualTo(3 * 250);
        assertThat(topology.statistics("ds:7").getBuyers()).isEqualTo(1);
        assertThat(all())
                .extracting(Interaction::getInteractionId)
                .containsExactly("matomo-order:1:50:A7", "matomo-order:1:50:A7", "matomo-order:1:50:A7");
    }

    /// Matomo changes the key of the cart's line: a delete of the old one, then a new one.
    @Test
    void whatIsOrderedLiesInNoCart() {
        known();
        topology.change(SourceTable.LOG_CONVERSION_ITEM, null, item("0", 50, 1, 0));
        topology.change(SourceTable.LOG_CONVERSION_ITEM, item("0", 50, 1, 0), null);
        topology.change(SourceTable.LOG_CONVERSION_ITEM, null, item("A7", 50, 1, 0));
        assertThat(topology.statistics("ds:7").getEver().getCarts()).isZero();
        assertThat(topology.statistics("ds:7").getEver().getOrders()).isEqualTo(1);
        assertThat(topology.profile("v:" + VISITOR).getCarts()).isZero();
    }

    @Test
    void whatIsPutInACartBehindAnOrderStaysThere() {
        known();
        topology.change(SourceTable.LOG_CONVERSION_ITEM, null, item("A7", 50, 1, 0));
        topology.pass(Duration.ofMinutes(1));
        topology.change(SourceTable.LOG_CONVERSION_ITEM, null, item("0", 50, 1, 0, 60_000));
        assertThat(topology.statistics("ds:7").getEver().getCarts()).isEqualTo(1);

        topology.change(SourceTable.LOG_CONVERSION_ITEM, item("A7", 50, 1, 0), item("A7", 50, 2, 0));
        topology.snapshot(SourceTable.LOG_CONVERSION_ITEM, item("A7", 50, 2, 0));
        assertThat(topology.statistics("ds:7").getEver().getCarts()).isEqualTo(1);
        assertThat(topology.statistics("ds:7").getEver().getOrders()).isEqualTo(1);
    }

    @Test
    void whatIsTakenOutOfACartMakesRoomForAnother() {
        restart(settings(true, new Exclusions(Set.of(), Set.of(), 2)));
        known();
        topology.change(SourceTable.LOG_CONVERSION_ITEM, null, item("0", 50, 1, 0));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, row(100, "10", "null"));
        topology.change(SourceTable.LOG_CONVERSION_ITEM, item("0", 50, 1, 0), item("0", 50, 1, 1));
        topology.snapshot(SourceTable.LOG_CONVERSION_ITEM, item("0", 50, 1, 1));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, row(101, "10", "null"));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, row(102, "10", "null"));
        assertThat(topology.statistics("ds:7").getEver().getCarts()).isZero();
        assertThat(topology.statistics("ds:7").getEver().getViews()).isEqualTo(2);
        assertThat(topology.tally("interactions-per-visit")).isEqualTo(1);
    }

    @Test
    void anArticleNumberThatComesLaterIsWaitedFor() {
        topology.change(SourceTable.LOG_CONVERSION_ITEM, null, item("A7", 50, 1, 0));
        topology.change(SourceTable.LOG_CONVERSION_ITEM, null, item("A7", 51, 1, 0));
        known();
        topology.change(SourceTable.LOG_ACTION, null, action(51, 5, "api:9"));
        topology.pass(Duration.ofMillis(100));
        topology.pass(Duration.ofMillis(100));
        assertThat(all()).extracting(Interaction::getItemId).containsExactlyInAnyOrder("ds:7", "api:9");
    }

    @Test
    void purgedLinesAreForgottenNotRetracted() {
        known();
        topology.change(SourceTable.LOG_CONVERSION_ITEM, null, item("A7", 50, 1, 0));
        topology.change(SourceTable.LOG_CONVERSION_ITEM, item("A7", 50, 1, 0), null);
        assertThat(all()).extracting(Interaction::getEffect).containsExactly(Effect.ADD);
        assertThat(topology.entries("counted-by-visit")).isZero();
    }

    @Test
    void matomosOrdersDoNotCountWhereTheShopsDo() {
        restart(settings(false, new Exclusions(Set.of(), Set.of(), 100)));
        known();
        topology.change(SourceTable.LOG_CONVERSION_ITEM, null, item("A7", 50, 1, 0));
        topology.change(SourceTable.LOG_CONVERSION_ITEM, null, item("0", 50, 1, 0));
        assertThat(all()).extracting(Interaction::getKind).containsExactly(InteractionKind.CART);
    }

    @Test
    void aSearchIsTheActorsAndOfNoItem() {
        known();
        topology.change(SourceTable.LOG_ACTION, null, "{\"idaction\":60,\"name\":null,\"type\":8}");
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, row(100, "null", "60"));
        assertThat(all()).singleElement().satisfies(search -> {
            assertThat(search.getKind()).isEqualTo(InteractionKind.SEARCH);
            assertThat(search.getItemId()).isEmpty();
            assertThat(search.getWeightMicros()).isZero();
        });
        assertThat(topology.statisticsChanges()).isEmpty();
        assertThat(topology.profile("v:" + VISITOR).getSearches()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void internalTrafficDoesNotCountWhicheverWayItIsKnown(boolean byUser) {
        restart(settings(
                true,
                byUser ? new Exclusions(Set.of(42L), Set.of(), 100) : new Exclusions(Set.of(), Set.of(VISITOR), 100)));
        topology.change(SourceTable.LOG_ACTION, null, action(10, 1, "shop.test/dataDetail/7"));
        topology.change(SourceTable.LOG_VISIT, null, visit(1, "\"42\""));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, row(100, "10", "null"));
        assertThat(all()).isEmpty();
        assertThat(topology.tally("internal-traffic")).isEqualTo(1);
    }

    @Test
    void anInternalUserWhoLogsInTakesBackWhatTheVisitAdded() {
        restart(settings(true, new Exclusions(Set.of(42L), Set.of(), 100)));
        known();
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, row(100, "10", "null"));
        topology.change(SourceTable.LOG_VISIT, visit(1, "null"), visit(1, "\"42\""));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, row(101, "10", "null"));
        assertThat(all()).extracting(Interaction::getEffect).containsExactly(Effect.ADD, Effect.RETRACT);
        assertThat(topology.statistics("ds:7").getEver().getViews()).isZero();
        assertThat(topology.profile("u:42").getViews()).isZero();
    }

    @Test
    void aVisitThatDoesMoreThanAPersonCanCountsNoFurther() {
        restart(settings(true, new Exclusions(Set.of(), Set.of(), 3)));
        known();
        for (int id = 100; id < 110; id++) {
            topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, row(id, "10", "null"));
        }
        assertThat(topology.statistics("ds:7").getEver().getViews()).isEqualTo(3);
        assertThat(topology.tally("interactions-per-visit")).isEqualTo(7);
    }

    private void restart(TopologySettings settings) {
        topology.close();
        topology = new TopologyHarness(settings);
    }

    private static TopologySettings settings(boolean matomoOrders, Exclusions exclusions) {
        TopologySettings all = TestSettings.of(ClockMode.LIVE);
        return TestSettings.with(all, matomoOrders, all.trendingFilter(), exclusions);
    }

    private void known() {
        topology.change(SourceTable.LOG_ACTION, null, action(10, 1, "shop.test/dataDetail/7"));
        topology.change(SourceTable.LOG_ACTION, null, action(50, 5, "ds:7"));
        topology.change(SourceTable.LOG_VISIT, null, visit(1, "null"));
    }

    private List<Interaction> all() {
        return topology.interactions().stream().map(entry -> entry.value).toList();
    }

    private static String action(long id, int type, String name) {
        return "{\"idaction\":%d,\"name\":\"%s\",\"type\":%d}".formatted(id, name, type);
    }

    private static String visit(long id, String user) {
        return "{\"idvisit\":%d,\"idsite\":1,\"idvisitor\":\"%s\",\"user_id\":%s}".formatted(id, VISITOR, user);
    }

    private static String row(long id, String url, String name) {
        return """
                {"idlink_va":%d,"idsite":1,"idvisit":1,"server_time":%d,"idaction_url":%s,"idaction_name":%s}\
                """.formatted(id, TopologyHarness.NOW.toEpochMilli(), url, name);
    }

    private static String item(String order, long sku, int quantity, int deleted) {
        return item(order, sku, quantity, deleted, 0);
    }

    private static String item(String order, long sku, int quantity, int deleted, long laterMs) {
        return """
                {"idvisit":1,"idorder":"%s","idaction_sku":%d,"idsite":1,"server_time":%d,"price":2.5,"quantity":%d,\
                "deleted":%d}""".formatted(order, sku, TopologyHarness.NOW.toEpochMilli() + laterMs, quantity, deleted);
    }
}
