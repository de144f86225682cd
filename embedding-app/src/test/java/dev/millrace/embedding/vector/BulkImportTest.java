package dev.millrace.embedding.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.embedding.support.CountingEmbedder;
import dev.millrace.embedding.support.TopicsInMemory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A hundred thousand new items, ten times as many as there is room for.
class BulkImportTest {
    private static final int ITEMS = 100_000;
    private static final int ROOM = 10_000;

    private final TopicsInMemory topics = new TopicsInMemory();
    private final CountingEmbedder embedder = new CountingEmbedder();

    BulkImportTest() {
        for (int i = 1; i <= ITEMS; i++) {
            topics.put("ds:" + i, "bulk " + i);
        }
    }

    @Test
    void anItemThatChangesMeanwhileIsNextAndNothingIsLostOrDoneTwice() {
        try (Flow flow = new Flow(topics, embedder, ROOM, 128)) {
            flow.readAll();
            assertThat(flow.waiting.size()).isEqualTo(ROOM);
            assertThat(flow.backlog()).isEqualTo(ITEMS);
            for (int i = 0; i < 10; i++) {
                flow.embed();
            }

            topics.put("ds:1", "changed");
            topics.put("ds:" + (ITEMS + 1), "added");
            flow.read();
            flow.embed();

            assertThat(topics.vectors()).containsKeys("ds:1", "ds:" + (ITEMS + 1));
            assertThat(embedder.times("changed")).isEqualTo(1);
            assertThat(embedder.times("bulk 1")).isZero();
            assertThat(flow.backlog())
                    .as("the import still has most of its way to go")
                    .isGreaterThan(ITEMS * 9 / 10);

            flow.run();
            assertThat(topics.vectors()).hasSize(ITEMS + 1);
            assertThat(embedder.total()).as("each text once").isEqualTo(ITEMS + 1);
            assertThat(flow.waiting.size()).isZero();
        }
    }

    @Test
    void aTransactionIsShortHoweverSlowTheTextsAre() {
        embedder.take(Duration.ofMillis(40));
        try (Flow flow = new Flow(topics, embedder, ROOM, 128)) {
            flow.readAll();
            flow.embed();
            assertThat(embedder.total()).isEqualTo(3);
            assertThat(topics.vectors()).hasSize(3);
        }
    }

    @Test
    void aChangeIsNextWhileTextsComeBackFromTheLogToo() {
        try (Flow flow = new Flow(topics, embedder, ROOM, 128)) {
            flow.readAll();
            int changes = 0;
            while (flow.backlog() > 0) {
                flow.embed();
                if (flow.backlog() % 9_000 < Flow.BATCH) {
                    changes++;
                    topics.put("ds:" + (100 + changes), "change " + changes);
                    flow.readAll();
                    flow.embed();
                    assertThat(embedder.times("change " + changes)).isEqualTo(1);
                }
                flow.read();
            }
            assertThat(changes).isGreaterThan(5);
            assertThat(topics.vectors()).hasSize(ITEMS);
        }
    }
}
