package dev.millrace.streams.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.ProfileEntry;
import dev.millrace.streams.TopologyHarness;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Logins through the whole topology. Views are of item `ds:<idlink_va>`.
class IdentityTest {
    private static final String DEVICE = "00ff00ff00ff0000";
    private final TopologyHarness topology = new TopologyHarness();

    @BeforeEach
    void pages() {
        for (int item = 1; item <= 30; item++) {
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
    void whatAVisitDidBeforeTheLoginJoinsTheProfileOnceAndNothingElseMoves() {
        visit(1, "null", 60);
        view(1, 1, 60);
        view(2, 1, 59);
        int emitted = topology.interactions().size();
        topology.statisticsChanges();

        login(1, 42, 60);
        login(1, 42, 60);
        view(3, 1, 58);

        assertThat(items("u:42")).containsExactly(1L, 2L, 3L);
        assertThat(topology.profile("u:42").getViews()).isEqualTo(3);
        assertThat(topology.profile("u:42").getActionsList())
                .extracting(ProfileEntry::getJoined)
                .containsExactly(true, true, false);
        assertThat(emitted + topology.interactions().size()).isEqualTo(3);
        assertThat(topology.statisticsChanges())
                .extracting(record -> record.key)
                .containsExactly("ds:3");
        assertThat(items("v:" + DEVICE)).containsExactly(1L, 2L);
    }

    @Test
    void earlierVisitsOfTheDeviceJoinAndLaterOnesWaitForTheNextLogin() {
        visit(1, "null", 600);
        view(1, 1, 600);
        visit(2, "\"42\"", 300);
        view(2, 2, 299);
        visit(3, "null", 200);
        view(3, 3, 200);
        assertThat(items("u:42")).containsExactly(1L, 2L);

        visit(4, "\"43\"", 100);

        assertThat(items("u:43")).containsExactly(3L);
        assertThat(items("u:42")).containsExactly(1L, 2L);
    }

    @Test
    void aLoginThatIsReadLateTakesWhatIsItsOwn() {
        visit(1, "null", 600);
        view(1, 1, 600);
        visit(4, "\"43\"", 100);
        assertThat(items("u:43")).containsExactly(1L);

        visit(2, "\"42\"", 300);

        assertThat(items("u:43")).isEmpty();
        assertThat(topology.profile("u:43").getViews()).isZero();
        assertThat(items("u:42")).containsExactly(1L);
    }

    @Test
    void aViewThatIsReadAfterTheLoginJoinsToo() {
        visit(1, "null", 600);
        visit(2, "\"42\"", 300);
        view(1, 1, 600);
        assertThat(items("u:42")).containsExactly(1L);
    }

    @Test
    void aDeviceWithTooManyUsersIsShared() {
        for (int user = 1; user <= 3; user++) {
            visit(user, "\"%d\"".formatted(user), 500 - user);
        }
        visit(9, "null", 600);
        view(1, 9, 600);
        visit(10, "\"1\"", 10);

        assertThat(topology.profile("v:" + DEVICE).getShared()).isTrue();
        assertThat(items("u:1")).isEmpty();
        assertThat(topology.tally("shared-visitor")).isPositive();
    }

    @Test
    void aSharedDeviceStaysSharedWhileItIsUsed() {
        for (int user = 1; user <= 3; user++) {
            visit(user, "\"%d\"".formatted(user), 500 - user);
        }
        topology.beat(SourceDatabase.MATOMO);
        topology.pass(Duration.ofMinutes(3));
        visit(9, "null", 60);
        view(1, 9, 60);
        visit(10, "\"1\"", 10);

        assertThat(topology.profile("v:" + DEVICE).getShared()).isTrue();
        assertThat(items("u:1")).isEmpty();
    }

    @Test
    void historyFromTooLongBeforeALoginStaysAnonymous() {
        visit(1, "null", (int) Duration.ofDays(31).toMinutes());
        view(1, 1, (int) Duration.ofDays(31).toMinutes());
        visit(2, "\"42\"", 0);
        assertThat(items("u:42")).isEmpty();
    }

    @Test
    void ordersOfTheShopAreInTheProfileUntilTheyAreTakenBack() {
        String order =
                "{\"id\":17,\"dataset_id\":5,\"create_user\":42,\"price\":\"9.50\",\"pay_status\":1,\"is_delete\":0}";
        topology.change(SourceTable.ORDER_TAB, null, order);
        assertThat(topology.profile("u:42").getOrdersList()).singleElement().satisfies(entry -> {
            assertThat(entry.getItem()).isEqualTo(10);
            assertThat(entry.getNumber()).isEqualTo(17);
            assertThat(entry.getRevenueCents()).isEqualTo(950);
        });
        topology.change(SourceTable.ORDER_TAB, order, null);
        assertThat(topology.profile("u:42").getOrdersList()).isEmpty();
    }

    private List<Long> items(String actor) {
        return topology.profile(actor).getActionsList().stream()
                .map(entry -> entry.getItem() / 2)
                .toList();
    }

    private void visit(long id, String user, int minutesAgo) {
        topology.change(SourceTable.LOG_VISIT, null, row(id, user, minutesAgo));
    }

    private void login(long id, long user, int minutesAgo) {
        topology.change(
                SourceTable.LOG_VISIT, row(id, "null", minutesAgo), row(id, "\"%d\"".formatted(user), minutesAgo));
    }

    private String row(long id, String user, int minutesAgo) {
        return """
                {"idvisit":%d,"idsite":1,"idvisitor":"%s","user_id":%s,"visit_first_action_time":%d}""".formatted(id, DEVICE, user, ago(minutesAgo));
    }

    private void view(long item, long visit, int minutesAgo) {
        topology.change(SourceTable.LOG_LINK_VISIT_ACTION, null, """
                {"idlink_va":%d,"idsite":1,"idvisit":%d,"server_time":%d,"idaction_url":%d,"idaction_name":null}""".formatted(item, visit, ago(minutesAgo), item));
    }

    private long ago(int minutes) {
        return topology.now().minus(Duration.ofMinutes(minutes)).toEpochMilli();
    }
}
