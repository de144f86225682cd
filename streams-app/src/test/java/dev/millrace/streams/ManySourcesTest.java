package dev.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceClaim;
import dev.millrace.contract.capture.SourceClaims;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A shop whose catalogue and orders lie in two databases, through the whole topology.
class ManySourcesTest {
    private static final List<CapturedSource> SOURCES = SourceClaims.check(List.of(
            new SourceClaim(
                    "catalogue", Optional.of("business"), "goods", "", Optional.of("dataset,dataset_image,user")),
            new SourceClaim("orders", Optional.of("business"), "sales", "", Optional.of("order_tab,api_order")),
            new SourceClaim("matomo", Optional.empty(), "matomo", "matomo_", Optional.empty())));

    private final TopologyHarness topology = new TopologyHarness(TestSettings.of(ClockMode.LIVE, 30, SOURCES));

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void ordersAndItemsMeetWhereverTheyComeFrom() {
        topology.change(
                SourceTable.DATASET, null, "{\"id\":7,\"dataset_name\":\"GDP\",\"price\":\"9.50\",\"is_delete\":0}");
        topology.change(SourceTable.ORDER_TAB, null, paidOrder(1));
        topology.change(SourceTable.TASK, null, paidOrder(2));

        assertThat(topology.trending(TimeWindow.HOUR)).containsExactly("ds:7");
        assertThat(topology.statistics("ds:7").getEver().getOrders()).isEqualTo(2);
        assertThat(topology.catalogueChanges()).singleElement().satisfies(change -> {
            assertThat(change.key).isEqualTo("ds:7");
            assertThat(change.value.getPosition().getDatabase()).isEqualTo("catalogue");
        });
        assertThat(topology.interactions())
                .allSatisfy(change ->
                        assertThat(change.value.getPosition().getDatabase()).isEqualTo("orders"));
        assertThat(topology.deadLetters()).isEmpty();
    }

    @Test
    void theSlowestSourceSaysHowFarTheRoleIs() {
        long start = topology.now().toEpochMilli();
        topology.beat("orders");
        assertThat(progressMs()).as("the catalogue has not spoken").isNull();

        topology.pass(Duration.ofSeconds(2));
        topology.beat("catalogue");
        assertThat(progressMs()).isEqualTo(start);

        topology.pass(Duration.ofSeconds(2));
        topology.beat("catalogue");
        assertThat(progressMs()).as("orders stand still").isEqualTo(start);

        topology.beat("orders");
        assertThat(progressMs()).isEqualTo(topology.now().toEpochMilli());
    }

    @Test
    void usersAreReadFromTheSourceThatNamesThem() {
        CapturedSource catalogue = SOURCES.getFirst();
        assertThat(topology.reads(Topics.raw(catalogue, SourceTable.USER).name()))
                .isTrue();
        assertThat(topology.reads(Topics.raw(catalogue, SourceTable.DATASET).name()))
                .isTrue();
    }

    private @Nullable Long progressMs() {
        @Nullable
        Progress progress = topology.store(QueryableStore.ITEM_PROGRESS).get(SourceDatabase.BUSINESS.prefix());
        return progress == null ? null : progress.getCommitTimeUs() / 1_000;
    }

    private String paidOrder(long id) {
        return """
                {"id":%d,"dataset_id":7,"create_user":3,"price":"9.50","pay_status":1,"is_delete":0,"pay_time":%d}""".formatted(id, topology.now().toEpochMilli());
    }
}
