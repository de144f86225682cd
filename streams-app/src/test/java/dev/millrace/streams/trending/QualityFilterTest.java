package dev.millrace.streams.trending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.streams.TestSettings;
import dev.millrace.streams.TopologyHarness;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import dev.millrace.streams.config.TopologySettings.TrendingFilter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityFilterTest {
    private static final TrendingFilter ON = new TrendingFilter(true, 0.5, 10, 730, 1.9, 66, 180, 30, 3);
    private static final long NOW = 1_800_000_000_000L;

    @ParameterizedTest
    @CsvSource({
        "2.00, 10, 1, true",
        "0.40, 99, 1, false",
        "'', 99, 1, false",
        "2.00, 9, 1, false",
        "2.00, 99, 731, false",
        "1.80, 65, 1, false",
        "1.80, 66, 1, true",
        "2.00, 29, 181, false",
        "2.00, 30, 181, true"
    })
    void anItemNeedsPriceBuyersAndARecentOrder(String price, int buyers, int daysIdle, boolean passes) {
        CatalogueItem item = CatalogueItem.newBuilder().setPrice(price).build();
        ItemStatistics statistics = ItemStatistics.newBuilder()
                .setBuyers(buyers)
                .setLastOrderMs(NOW - Duration.ofDays(daysIdle).toMillis())
                .build();
        assertThat(new QualityFilter(ON).passes(item, statistics, NOW)).isEqualTo(passes);
        assertThat(new QualityFilter(TrendingFilter.OFF).passes(item, statistics, NOW))
                .isTrue();
    }

    @Test
    void whatNobodyKnowsDoesNotPassAndIsNoError() {
        assertThat(new QualityFilter(ON).passes(null, null, NOW)).isFalse();
    }

    @Test
    void aListFollowsThePriceWithoutAnEvent() {
        TopologySettings all = TestSettings.of(ClockMode.LIVE);
        TrendingFilter priced = new TrendingFilter(true, 5, 1, 730, 0, 0, 180, 0, 3);
        TopologySettings settings = TestSettings.with(all, all.matomoOrders(), priced, all.exclusions());
        try (TopologyHarness topology = new TopologyHarness(settings)) {
            topology.change(SourceTable.DATASET, null, dataset(1, "9.00"));
            topology.change(SourceTable.DATASET, null, dataset(2, "1.00"));
            order(topology, 1);
            order(topology, 2);
            assertThat(topology.trending(TimeWindow.HOUR)).containsExactly("ds:1");

            topology.change(SourceTable.DATASET, dataset(2, "1.00"), dataset(2, "7.00"));
            topology.pass(Duration.ofSeconds(1));

            assertThat(topology.trending(TimeWindow.HOUR)).containsExactlyInAnyOrder("ds:1", "ds:2");
        }
    }

    private static void order(TopologyHarness topology, long item) {
        topology.change(SourceTable.ORDER_TAB, null, """
                {"id":%d,"dataset_id":%d,"create_user":1,"price":"1.00","pay_status":1,"is_delete":0,"pay_time":%d}""".formatted(
                        item, item, topology.now().toEpochMilli()));
    }

    private static String dataset(long id, String price) {
        return "{\"id\":%d,\"dataset_name\":\"n\",\"price\":\"%s\",\"is_delete\":0}".formatted(id, price);
    }
}
