package dev.millrace.streams.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.streams.TopologyHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Matomo rows through the whole topology, in every order of arrival.
class BehaviourTest {
    private static final String VISITOR = "00ff00ff00ff0000";
    private TopologyHarness topology = new TopologyHarness();

    @AfterEach
    void close() {
        topology.close();
    }

    @TestFactory
    Collection<DynamicTest> aViewIsCountedOnceInEveryOrderOfArrival() {
        Map<String, Runnable> rows = Map.of(
                "action", () -> topology.change(SourceTable.LOG_ACTION, null, url(10, "shop.test/dataDetail/7?from=x")),
                "visit", () -> topology.change(SourceTable.LOG_VISIT, null, visit(1, null)),
                "view", () -> topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(100, 1, 10)));
        List<DynamicTest> tests = new ArrayList<>();
        for (List<String> order : permutations(new ArrayList<>(rows.keySet()))) {
            tests.add(DynamicTest.dynamicTest(String.join(", ", order), () -> {
                topology.close();
                topology = new TopologyHarness();
                for (String row : order) {
                    java.util.Objects.requireNonNull(rows.get(row)).run();
                    topology.pass(Duration.ofMillis(100));
                    topology.beat(SourceDatabase.MATOMO);
                }
                topology.pass(Duration.ofMillis(100));
                assertThat(adds()).containsExactly("v:" + VISITOR + " ds:7 VIEW");
                assertThat(topology.statistics("ds:7").getEver().getViews()).isEqualTo(1);
                assertThat(topology.deadLetters()).isEmpty();
            }));
        }
        return tests;
    }

    @Test
    void anUpdateOfAViewIsNotAView() {
        known();
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(100, 1, 10));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, view(100, 1, 10), view(100, 1, 10));
        topology.snapshot(SourceTable.LOG_LINK_VISIT_ACTION, view(100, 1, 10));
        topology.change(SourceTable.LOG_VISIT, visit(1, null), visit(1, null));
        assertThat(adds()).hasSize(1);
    }

    @Test
    void aLoginCountsForWhatFollowsAndEmitsNothingAgain() {
        known();
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(100, 1, 10));
        topology.change(SourceTable.LOG_VISIT, visit(1, null), visit(1, "42"));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(101, 1, 10));
        List<Interaction> all = all();
        assertThat(all)
                .extracting(each -> each.getActor() + " " + each.getEffect())
                .containsExactly("v:" + VISITOR + " ADD", "u:42 ADD");
        assertThat(topology.statistics("ds:7").getEver().getViews()).isEqualTo(2);
    }

    @Test
    void aPseudonymousUserIdIsNotAUserNumber() {
        topology.change(SourceTable.LOG_ACTION, null, url(10, "shop.test/dataDetail/7"));
        topology.change(SourceTable.LOG_VISIT, null, visit(1, "h:0011223344556677"));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(100, 1, 10));
        assertThat(adds()).containsExactly("v:" + VISITOR + " ds:7 VIEW");
    }

    @Test
    void purgedRowsAreForgottenNotRetracted() {
        known();
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(100, 1, 10));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, view(100, 1, 10), null);
        topology.change(SourceTable.LOG_VISIT, visit(1, null), null);
        topology.change(SourceTable.LOG_ACTION, url(10, "shop.test/dataDetail/7"), null);
        assertThat(all()).extracting(Interaction::getEffect).containsExactly(Effect.ADD);
        assertThat(topology.entries("counted-by-visit")).isZero();
        assertThat(topology.entries("actor-by-visit")).isZero();
    }

    @Test
    void aViewWhoseVisitNeverComesIsDeadLettered() {
        topology.change(SourceTable.LOG_ACTION, null, url(10, "shop.test/dataDetail/7"));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(100, 1, 10));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(101, 2, 99));
        passAndBeat(Duration.ofMinutes(9));
        assertThat(topology.deadLetters()).isEmpty();
        passAndBeat(Duration.ofMinutes(2));
        assertThat(topology.deadLetters())
                .extracting(letter -> letter.value.getReason())
                .containsExactlyInAnyOrder("view-without-visit", "view-without-visit");
        assertThat(topology.store("waiting-by-visit").approximateNumEntries()).isZero();
    }

    @Test
    void nothingIsOverdueWhileNothingIsRead() {
        topology.change(SourceTable.LOG_ACTION, null, url(10, "shop.test/dataDetail/7"));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(100, 1, 10));
        topology.pass(Duration.ofHours(5));
        topology.change(SourceTable.LOG_VISIT, null, visit(1, null));
        topology.pass(Duration.ofMillis(100));
        assertThat(adds()).containsExactly("v:" + VISITOR + " ds:7 VIEW");
        assertThat(topology.deadLetters()).isEmpty();
    }

    @Test
    void allRowsOfAPageThatComesLateAreCounted() {
        known();
        for (long row = 0; row < 900; row++) {
            topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(100 + row, 1, 20));
        }
        topology.change(SourceTable.LOG_ACTION, null, url(20, "shop.test/dataDetail/9"));
        for (int round = 0; round < 4; round++) {
            topology.pass(Duration.ofMillis(50));
        }
        assertThat(topology.statistics("ds:9").getEver().getViews()).isEqualTo(900);
        assertThat(topology.store("waiting-by-visit").approximateNumEntries()).isZero();
    }

    @Test
    void anActionThatWasTakenForMeaninglessCountsFromWhenItComes() {
        known();
        topology.change(SourceTable.LOG_ACTION, null, url(30, "shop.test/"));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(100, 1, 20));
        passAndBeat(Duration.ofSeconds(3));
        topology.change(SourceTable.LOG_ACTION, null, url(20, "shop.test/dataDetail/9"));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(101, 1, 20));
        topology.pass(Duration.ofMillis(100));
        assertThat(adds()).containsExactly("v:" + VISITOR + " ds:9 VIEW");
    }

    @Test
    void aPageWithoutAnItemIsDroppedOnceTheActionsAreComplete() {
        known();
        topology.change(SourceTable.LOG_ACTION, null, url(11, "shop.test/"));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(100, 1, 11));
        topology.pass(Duration.ofMillis(100));
        topology.beat(SourceDatabase.MATOMO);
        topology.pass(Duration.ofMillis(100));
        assertThat(topology.store("waiting-by-visit").approximateNumEntries())
                .describedAs("a heartbeat may overtake the action")
                .isOne();
        topology.pass(Duration.ofSeconds(2));
        topology.beat(SourceDatabase.MATOMO);
        topology.pass(Duration.ofMillis(100));
        assertThat(topology.store("waiting-by-visit").approximateNumEntries()).isZero();
        topology.pass(Duration.ofMinutes(11));
        assertThat(topology.deadLetters()).isEmpty();
        assertThat(all()).isEmpty();
    }

    @Test
    void aPageThatMeansNothingIsNotWaitedForTwice() {
        known();
        topology.change(SourceTable.LOG_ACTION, null, url(11, "shop.test/"));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(100, 1, 11));
        assertThat(topology.store("waiting-by-visit").approximateNumEntries()).isOne();
        topology.pass(Duration.ofSeconds(2));
        topology.beat(SourceDatabase.MATOMO);
        topology.pass(Duration.ofMillis(100));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(101, 1, 11));
        assertThat(topology.store("waiting-by-visit").approximateNumEntries()).isZero();
    }

    @Test
    void aViewIsCountedWhenAnActionWithALowerIdThanOthersComesLast() {
        known();
        topology.change(SourceTable.LOG_ACTION, null, url(30, "shop.test/dataDetail/8"));
        topology.pass(Duration.ofMillis(100));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(100, 1, 20));
        topology.pass(Duration.ofMillis(100));
        assertThat(all()).isEmpty();
        topology.change(SourceTable.LOG_ACTION, null, url(20, "shop.test/dataDetail/9"));
        topology.pass(Duration.ofMillis(100));
        topology.pass(Duration.ofMillis(100));
        assertThat(all()).extracting(Interaction::getItemId).containsExactly("ds:9");
    }

    @Test
    void aWaitingViewHoldsProgressBack() {
        known();
        topology.beat(SourceDatabase.MATOMO);
        long before = topology.now().toEpochMilli() * 1000;
        topology.pass(Duration.ofMillis(200));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, view(100, 1, 12));
        topology.pass(Duration.ofMillis(200));
        topology.beat(SourceDatabase.MATOMO);
        assertThat(topology.store(QueryableStore.ITEM_PROGRESS).get("matomo").getCommitTimeUs())
                .isGreaterThanOrEqualTo(before)
                .isLessThan(before + 200_000);
    }

    @Test
    void aClickOnARecommendationCountsForTheItemItNames() {
        known();
        topology.change(SourceTable.LOG_ACTION, null, action(20, 10, "Recommendation"));
        topology.change(SourceTable.LOG_ACTION, null, action(21, 11, "Click"));
        topology.change(SourceTable.LOG_ACTION, null, action(22, 12, "dataset_9"));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, event(100, 20, 21, 22));
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, event(101, 20, 20, 22));
        Interaction click = all().getFirst();
        assertThat(click.getKind()).isEqualTo(InteractionKind.CLICK);
        assertThat(click.getItemId()).isEqualTo("ds:9");
        assertThat(click.getRequestId()).isEqualTo("req_abc");
        assertThat(topology.statistics("ds:9").getEver().getClicks()).isEqualTo(1);
    }

    private void passAndBeat(Duration time) {
        topology.pass(time);
        topology.beat(SourceDatabase.MATOMO);
        topology.pass(Duration.ofMillis(100));
    }

    private void known() {
        topology.change(SourceTable.LOG_ACTION, null, url(10, "shop.test/dataDetail/7"));
        topology.change(SourceTable.LOG_VISIT, null, visit(1, null));
    }

    private List<Interaction> all() {
        return topology.interactions().stream().map(entry -> entry.value).toList();
    }

    private List<String> adds() {
        return all().stream()
                .map(each -> each.getActor() + " " + each.getItemId() + " " + each.getKind())
                .toList();
    }

    private static String url(long id, String name) {
        return action(id, 1, name);
    }

    private static String action(long id, int type, String name) {
        return "{\"idaction\":%d,\"name\":\"%s\",\"type\":%d}".formatted(id, name, type);
    }

    private static String visit(long id, @org.jspecify.annotations.Nullable String user) {
        return "{\"idvisit\":%d,\"idsite\":1,\"idvisitor\":\"%s\",\"user_id\":%s}"
                .formatted(id, VISITOR, user == null ? "null" : "\"" + user + "\"");
    }

    private String view(long id, long visit, long url) {
        return """
                {"idlink_va":%d,"idsite":1,"idvisit":%d,"server_time":%d,"idaction_url":%d,"idaction_name":null,\
                "idaction_event_category":null,"idaction_event_action":null}""".formatted(id, visit, TopologyHarness.NOW.toEpochMilli(), url);
    }

    private String event(long id, long category, long action, long name) {
        return """
                {"idlink_va":%d,"idsite":1,"idvisit":1,"server_time":%d,"idaction_url":10,"idaction_name":%d,\
                "idaction_event_category":%d,"idaction_event_action":%d,"custom_dimension_4":"req_abc"}""".formatted(id, TopologyHarness.NOW.toEpochMilli(), name, category, action);
    }

    private static List<List<String>> permutations(List<String> rest) {
        if (rest.isEmpty()) {
            return List.of(List.of());
        }
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < rest.size(); i++) {
            List<String> others = new ArrayList<>(rest);
            String first = others.remove(i);
            for (List<String> tail : permutations(others)) {
                List<String> one = new ArrayList<>(List.of(first));
                one.addAll(tail);
                all.add(Collections.unmodifiableList(one));
            }
        }
        return all;
    }
}
