package dev.millrace.streams.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.ActionMeaning;
import dev.millrace.contract.topic.Partitions;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Progress that overtakes an action loses a view: both must share a partition.
class ActionPartitionerTest {
    private static final int COUNT = 4;

    @Test
    void anActionStaysInThePartitionItWasReadFrom() {
        for (long id = 1; id < 500; id++) {
            int readFrom = Partitions.of(SourceTable.LOG_ACTION.routeKey(id), COUNT);
            assertThat(partitionsOf(String.valueOf(id))).containsExactly(readFrom);
        }
    }

    @Test
    void progressGoesBehindTheActionsItCovers() {
        for (int partition = 0; partition < COUNT; partition++) {
            assertThat(partitionsOf(ReduceActions.progressKey(partition))).containsExactly(partition);
        }
    }

    private static Set<Integer> partitionsOf(String key) {
        return new ActionPartitioner()
                .partitions("matomo.action.v1", key, ActionMeaning.getDefaultInstance(), COUNT)
                .orElseThrow();
    }
}
