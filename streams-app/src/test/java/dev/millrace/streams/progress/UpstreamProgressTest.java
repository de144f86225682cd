package dev.millrace.streams.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.proto.PartitionProgress;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UpstreamProgressTest {
    private final UpstreamProgress progress = new UpstreamProgress(2);

    @Test
    void isUnknownUntilEveryPartitionHasSpoken() {
        assertThat(advance("shop", 0, 10)).isEmpty();
        assertThat(advance("shop", 0, 12)).isEmpty();
        assertThat(advance("shop", 1, 11)).hasValue(11);
    }

    @Test
    void tellsTheLowestOnlyWhenItHasRisen() {
        advance("shop", 0, 10);
        advance("shop", 1, 20);
        assertThat(advance("shop", 1, 30)).isEmpty();
        assertThat(advance("shop", 0, 10)).isEmpty();
        assertThat(advance("shop", 0, 25)).hasValue(25);
        assertThat(advance("shop", 0, 5)).as("a word that goes back").isEmpty();
        assertThat(advance("shop", 0, 40)).hasValue(30);
    }

    @Test
    void databasesDoNotWaitForEachOther() {
        advance("shop", 0, 10);
        assertThat(advance("matomo", 1, 10)).isEmpty();
        assertThat(advance("shop", 1, 10)).hasValue(10);
    }

    private OptionalLong advance(String database, int partition, long time) {
        return progress.advance(PartitionProgress.newBuilder()
                .setDatabase(database)
                .setPartition(partition)
                .setCommitTimeUs(time)
                .build());
    }
}
