package dev.millrace.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.features.Facts;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Bucket;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.query.state.TopicReplica.Applied;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatisticsContentTest {
    private static final long NOON = 1_773_144_000_000L;

    private final StatisticsIndex index = new StatisticsIndex(2);
    private final StatisticsContent content = new StatisticsContent(index);

    @SuppressWarnings("NullAway") // keys and tombstones may be null
    private Applied apply(@Nullable String key, byte @Nullable [] value) {
        return content.apply(new ConsumerRecord<>("item.statistics.v1", 0, 0, key, value));
    }

    private static byte[] views(int views, long... minutes) {
        var all = ItemStatistics.newBuilder().setEver(Counters.newBuilder().setViews(views));
        for (long minute : minutes) {
            all.addMinutes(Bucket.newBuilder()
                    .setNumber(minute)
                    .setCounters(Counters.newBuilder().setViews(1)));
        }
        return all.build().toByteArray();
    }

    @Test
    void aWindowMovesWithTimeAlone() {
        long minute = TimeWindow.HOUR.bucketOf(NOON);
        apply("ds:1", views(3, minute - 1, minute));
        assertThat(viewsInTheHour(NOON)).isEqualTo(2);
        assertThat(viewsInTheHour(NOON + 59 * 60_000)).isEqualTo(1);
        assertThat(viewsInTheHour(NOON + 60 * 60_000)).isZero();
        assertThat(index.find(ItemId.dataset(1)).getEver().getViews()).isEqualTo(3);
    }

    private long viewsInTheHour(long nowMs) {
        return Facts.statistics(index.find(ItemId.dataset(1)), nowMs).hour().views();
    }

    @Test
    void moreItemsThanTheBoundAreRefusedAndKnownOnesAreNot() {
        assertThat(apply("ds:1", views(1))).isEqualTo(Applied.TAKEN);
        assertThat(apply("api:1", views(1))).isEqualTo(Applied.TAKEN);
        assertThat(apply("ds:2", views(1))).isEqualTo(Applied.REFUSED);
        assertThat(apply("ds:1", views(2))).isEqualTo(Applied.TAKEN);
        assertThat(apply("api:1", null)).isEqualTo(Applied.TAKEN);
        assertThat(apply("ds:2", views(1))).isEqualTo(Applied.TAKEN);
        assertThat(content.size()).isEqualTo(2);
        content.clear();
        assertThat(index.find(ItemId.dataset(1))).isEqualTo(ItemStatistics.getDefaultInstance());
    }

    @Test
    void whatIsNotOfTheTopicIsUnreadable() {
        assertThat(apply(null, views(1))).isEqualTo(Applied.UNREADABLE);
        assertThat(apply("no item", views(1))).isEqualTo(Applied.UNREADABLE);
        assertThat(apply("ds:1", new byte[] {-1, -1})).isEqualTo(Applied.UNREADABLE);
        assertThat(index.size()).isZero();
    }
}
