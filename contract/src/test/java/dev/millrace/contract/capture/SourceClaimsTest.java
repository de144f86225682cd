package dev.millrace.contract.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceClaimsTest {

    @Test
    void aSourceThatIsNamedAfterItsRoleHasAllOfItsTables() {
        assertThat(check(claim("matomo", ""), claim("business", "")))
                .containsExactly(
                        CapturedSource.whole(SourceDatabase.BUSINESS, "db-business", ""),
                        CapturedSource.whole(SourceDatabase.MATOMO, "db-matomo", "matomo_"));
    }

    @Test
    void eachSourceHasWhatItListsAndItsHeartbeat() {
        var sources = check(shop("orders", " API_ORDER , task"), shop("goods", "dataset,dataset_image"));

        assertThat(sources).extracting(CapturedSource::name).containsExactly("goods", "orders");
        assertThat(sources.getFirst().tables())
                .containsExactly(SourceTable.DATASET, SourceTable.DATASET_IMAGE, SourceTable.BUSINESS_HEARTBEAT);
        assertThat(sources.getLast().tables())
                .as("order_tab and task come together")
                .containsExactly(
                        SourceTable.ORDER_TAB, SourceTable.TASK, SourceTable.API_ORDER, SourceTable.BUSINESS_HEARTBEAT);
    }

    @Test
    void usersAreCapturedOnlyWhereTheyAreListed() {
        assertThat(check(shop("shop", "")).getFirst().tables()).doesNotContain(SourceTable.USER);
        assertThat(check(shop("shop", "user,dataset")).getFirst().tables()).contains(SourceTable.USER);
    }

    @Test
    void whatCannotBeIsRefusedWithTheKeyThatSaysIt() {
        refused("databases.Shop: a source's name must be", claim("Shop", "business", ""));
        refused("databases.shop.role must be business or matomo, got ''", claim("shop", ""));
        refused("databases.shop.role must be business or matomo, got 'store'", claim("shop", "store", ""));
        refused("databases.matomo.role must be matomo, which the name", claim("matomo", "business", ""));
        refused(
                "databases.shop.tables: 'orders' is no table that can be captured; known: dataset, dataset_image,"
                        + " order_tab, task, api_order, user",
                shop("shop", "orders"));
        refused(
                "databases.matomo.tables: 'matomo_log_visit' is no table that can be captured; known: log_action,"
                        + " log_visit, log_link_visit_action, log_conversion_item, without the table-prefix",
                claim("matomo", "matomo_log_visit"));
        refused("databases.shop.tables: 'millrace_heartbeat' is no table", shop("shop", "millrace_heartbeat"));
        refused("databases.shop.tables: '' is no table", shop("shop", "dataset,"));
        refused(
                "databases.shop.tables: log_visit is a table of a matomo source; known here: dataset,",
                shop("shop", "log_visit"));
    }

    @Test
    void aTableComesFromOneSource() {
        refused(
                "databases.orders.tables: order_tab is captured from databases.business, which names no tables and so"
                        + " has all, already",
                claim("business", ""),
                shop("orders", "order_tab"));
        refused(
                "databases.b.tables: order_tab is captured from databases.a already; list in databases.*.tables what"
                        + " each source has (order_tab and task are one table)",
                shop("a", "order_tab"),
                shop("b", "task"));
    }

    @Test
    void aSecondMatomoIsRefused() {
        refused(
                "databases.stats.role: databases.matomo is a Matomo already, and the ids of two Matomos",
                claim("matomo", "log_action"),
                claim("stats", "matomo", "log_visit"));
    }

    private static void refused(String message, SourceClaim... claims) {
        assertThatThrownBy(() -> check(claims))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static List<CapturedSource> check(SourceClaim... claims) {
        return SourceClaims.check(Arrays.asList(claims));
    }

    private static SourceClaim shop(String name, String tables) {
        return claim(name, "business", tables);
    }

    private static SourceClaim claim(String name, String tables) {
        return claim(name, "", tables);
    }

    private static SourceClaim claim(String name, String role, String tables) {
        return new SourceClaim(name, Optional.of(role), "db-" + name, "matomo_", Optional.of(tables));
    }
}
