package dev.millrace.embedding.vector;

import dev.millrace.contract.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Brings texts that had no room back from the log when half of the room is free again, oldest first, a fetch at a
/// time. One thread.
final class LeftTexts implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final Consumer<String, byte[]> consumer;
    private final WaitingTexts waiting;
    private final Intake intake;
    private @Nullable TopicPartition current;

    /// @param consumer of its own, without a group
    LeftTexts(Consumer<String, byte[]> consumer, WaitingTexts waiting, Intake intake) {
        this.consumer = consumer;
        this.waiting = waiting;
        this.intake = intake;
    }

    void step(Collection<OwnedPartition> owned) {
        if (waiting.isHalfEmpty()) {
            owned.stream().filter(owner -> owner.items().left() > 0).findFirst().ifPresent(this::read);
        }
    }

    private void read(OwnedPartition owner) {
        TopicPartition partition = new TopicPartition(Topics.CATALOGUE.name(), owner.number());
        long from = owner.items().leftFrom();
        if (!partition.equals(current)) {
            consumer.assign(List.of(partition));
            current = partition;
            consumer.seek(partition, from);
        } else if (consumer.position(partition) != from) {
            consumer.seek(partition, from);
        }
        var records = consumer.poll(POLL).records(partition);
        owner.items().searchedUpTo(consumer.position(partition));
        intake.retake(owner, records);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
