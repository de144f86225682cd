package dev.millrace.streams.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.streams.TestSettings;
import dev.millrace.streams.TopologyHarness;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import dev.millrace.streams.config.TopologySettings.Exclusions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A Matomo that knows users by login, through the whole topology. Views are of item `ds:<idlink_va>`.
class LoginsTest {
    private static final String VISITOR = "v:00ff00ff00ff0000";
    private static final String JANE = "h:jane";

    private TopologyHarness topology = new TopologyHarness(settings(Set.of()));

    @BeforeEach
    void pages() {
        for (int item = 1; item <= 5; item++) {
            topology.change(
                    SourceTable.LOG_ACTION,
                    null,
                    "{\"idaction\":%d,\"name\":\"dataDetail/%d\",\"type\":1}".formatted(item, item));
        }
    }

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void aVisitOfAKnownLoginIsTheUsers() {
        topology.change(SourceTable.USER, null, user(42, JANE));
        visit(1, JANE);
        view(1, 1);
        assertThat(actors()).containsExactly("u:42");
        assertThat(items("u:42")).containsExactly(1L);
    }

    @Test
    void aUserWhoIsReadBehindTheVisitTakesWhatItDid() {
        visit(1, JANE);
        view(1, 1);
        topology.change(SourceTable.USER, null, user(42, JANE));
        topology.pass(Duration.ofMillis(100));
        view(2, 1);

        assertThat(actors()).containsExactly(VISITOR, "u:42");
        assertThat(items("u:42")).containsExactly(1L, 2L);
        assertThat(topology.entries("login-by-visit")).isZero();
        assertThat(topology.tally("login-unknown")).isZero();
    }

    @Test
    void aVisitWithoutALoginThatGetsOneWaitsToo() {
        visit(1, null);
        view(1, 1);
        topology.change(SourceTable.LOG_VISIT, row(1, null), row(1, JANE));
        assertThat(topology.entries("login-by-visit")).isOne();
        topology.change(SourceTable.USER, null, user(42, JANE));
        topology.pass(Duration.ofMillis(100));
        assertThat(items("u:42")).containsExactly(1L);
    }

    @Test
    void aLoginOfNobodyStaysTheVisitorsOnceBothSourcesHaveGoneOn() {
        visit(1, JANE);
        view(1, 1);
        topology.pass(Duration.ofMinutes(11));
        topology.beat(SourceDatabase.MATOMO);
        topology.pass(Duration.ofMillis(100));
        assertThat(topology.entries("login-by-visit"))
                .as("users are not read so far")
                .isOne();

        topology.beat(SourceDatabase.BUSINESS);
        topology.pass(Duration.ofMillis(100));
        assertThat(topology.entries("login-by-visit")).isZero();
        assertThat(topology.tally("login-unknown")).isOne();
        assertThat(items(VISITOR)).containsExactly(1L);
    }

    @Test
    void aLoginThatWasGivenUpIsItsUsersUntilAnotherHasIt() {
        topology.change(SourceTable.USER, null, user(42, JANE));
        topology.change(SourceTable.USER, user(42, JANE), user(42, "h:doe"));
        visit(1, JANE);
        visit(2, "h:doe");
        view(1, 1);
        view(2, 2);
        assertThat(actors()).containsExactly("u:42", "u:42");

        topology.change(SourceTable.USER, null, user(43, JANE));
        visit(3, JANE);
        view(3, 3);
        assertThat(actors()).containsExactly("u:43");
    }

    @Test
    void aDeletedUserHasNoLogin() {
        topology.change(SourceTable.USER, null, user(42, JANE));
        topology.change(SourceTable.USER, user(42, JANE), null);
        visit(1, JANE);
        view(1, 1);
        assertThat(actors()).containsExactly(VISITOR);
    }

    @Test
    void anInternalUserTakesBackWhatTheVisitAdded() {
        topology.close();
        topology = new TopologyHarness(settings(Set.of(42L)));
        pages();
        visit(1, JANE);
        view(1, 1);
        topology.change(SourceTable.USER, null, user(42, JANE));
        topology.pass(Duration.ofMillis(100));
        view(2, 1);
        assertThat(interactions()).extracting(Interaction::getEffect).containsExactly(Effect.ADD, Effect.RETRACT);
        assertThat(items("u:42")).isEmpty();
    }

    @Test
    void visitsBeyondTheBoundAreCountedAndStayTheirVisitors() {
        int room = settings(Set.of()).bounds().waitingRows();
        for (int visit = 1; visit <= room + 2; visit++) {
            visit(visit, JANE);
        }
        assertThat(topology.entries("login-by-visit")).isEqualTo(room);
        assertThat(topology.tally("waiting-logins-full")).isEqualTo(2);
    }

    @Test
    void aPurgedVisitWaitsNoLonger() {
        visit(1, JANE);
        topology.change(SourceTable.LOG_VISIT, row(1, JANE), null);
        assertThat(topology.entries("login-by-visit")).isZero();
    }

    private static TopologySettings settings(Set<Long> internal) {
        TopologySettings all = TestSettings.of(ClockMode.LIVE, 30, TestSettings.WITH_LOGINS);
        return TestSettings.with(
                all, all.matomoOrders(), all.trendingFilter(), new Exclusions(internal, Set.of(), 1_000));
    }

    private List<Interaction> interactions() {
        return topology.interactions().stream().map(entry -> entry.value).toList();
    }

    private List<String> actors() {
        return interactions().stream().map(Interaction::getActor).toList();
    }

    private List<Long> items(String actor) {
        return topology.profile(actor).getActionsList().stream()
                .map(entry -> entry.getItem() / 2)
                .toList();
    }

    private static String user(long id, String login) {
        return "{\"id\":%d,\"user_name\":\"%s\"}".formatted(id, login);
    }

    private void visit(long id, @Nullable String login) {
        topology.change(SourceTable.LOG_VISIT, null, row(id, login));
    }

    private static String row(long id, @Nullable String login) {
        return """
                {"idvisit":%d,"idsite":1,"idvisitor":"00ff00ff00ff0000","user_id":%s,"visit_first_action_time":%d}""".formatted(id, login == null ? "null" : "\"" + login + "\"", TopologyHarness.NOW.toEpochMilli());
    }

    private void view(long item, long visit) {
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, """
                {"idlink_va":%d,"idsite":1,"idvisit":%d,"server_time":%d,"idaction_url":%d,"idaction_name":null}""".formatted(
                        item, visit, TopologyHarness.NOW.toEpochMilli() - 1_000, item));
    }
}
