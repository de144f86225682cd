package dev.millrace.query.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.topic.Topics;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.MockTopic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicReplicaTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CatalogueIndex index = new CatalogueIndex(3);
    private final Deque<MockTopic> topics = new ArrayDeque<>(List.of(new MockTopic()));
    private final TopicReplica replica = new TopicReplica(
            "catalogue",
            Topics.CATALOGUE.name(),
            TopicReplica.From.BEGINNING,
            () -> topics.removeFirst().consumer(),
            new CatalogueContent(index),
            registry);

    @AfterEach
    void close() {
        replica.close();
    }

    private MockTopic topic() {
        return topics.getFirst();
    }

    @Test
    void followsPutsChangesAndTombstones() {
        MockTopic topic = topic();
        topic.put(Items.dataset(1).setTitle("old").build());
        topic.put(Items.dataset(2).build());
        replica.start();
        await().until(replica::caughtUp);
        assertThat(index.size()).isEqualTo(2);

        topic.put(Items.dataset(1).setTitle("new").build());
        topic.remove("ds:2");

        await().until(() -> index.size() == 1);
        await().until(() -> index.find(ItemId.dataset(1))
                .map(item -> item.details().getTitle())
                .filter("new"::equals)
                .isPresent());
    }

    @Test
    void hasCaughtUpOnlyWhenItsPositionPassesTheMarkerAtTheEnd() {
        MockTopic topic = topic();
        topic.put(Items.dataset(1).build()).mark("ds:1");
        replica.start();
        await().until(() -> index.size() == 1);
        assertThat(replica.caughtUp()).isFalse();

        topic.passMark("ds:1");

        await().until(replica::caughtUp);
    }

    @Test
    void skipsWhatItCannotReadAndRefusesWhatIsTooMany() {
        MockTopic topic = topic();
        topic.append("no item", new byte[] {1});
        topic.append("ds:9", new byte[] {-1, -1, -1});
        for (long number = 1; number <= 5; number++) {
            topic.put(Items.dataset(number).build());
        }
        replica.start();
        await().until(replica::caughtUp);

        assertThat(index.size()).isEqualTo(3);
        assertThat(registry.counter("millrace.replica.unreadable", "replica", "catalogue")
                        .count())
                .isEqualTo(2);
        assertThat(registry.counter("millrace.replica.refused", "replica", "catalogue")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void goesOnWhereItWasAfterAFailure() {
        MockTopic again = new MockTopic();
        again.put(Items.dataset(1).setTitle("old").build()).put(Items.dataset(2).build());
        topic().put(Items.dataset(1).build());
        MockTopic topic = topic();
        topics.add(again);
        replica.start();
        await().until(replica::caughtUp);

        topic.consumer().setPollException(new KafkaException("broker said no"));

        await().until(() -> index.size() == 2);
        assertThat(replica.caughtUp()).isTrue();
        assertThat(index.find(ItemId.dataset(1)).map(item -> item.details().getTitle()))
                .contains("Item 1");
    }

    @Test
    void forgetsAllWhenTheLogItFollowedIsGone() {
        MockTopic again = new MockTopic();
        again.put(Items.dataset(2).build());
        topic().put(Items.dataset(1).build());
        MockTopic topic = topic();
        topics.add(again);
        replica.start();
        await().until(replica::caughtUp);

        topic.consumer().setPollException(new OffsetOutOfRangeException(Map.of(topic.partition(0), 5L)));

        await().until(() -> index.find(ItemId.dataset(2)).isPresent());
        assertThat(index.newest(ItemId.Kind.DATASET, 9).size()).isEqualTo(1);
        assertThat(index.newest(ItemId.Kind.DATASET, 9).code(0))
                .isEqualTo(ItemId.dataset(2).code());
        await().until(replica::caughtUp);
    }
}
