package dev.millrace.embedding.vector;

import dev.millrace.contract.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/// Follows the catalogue's partitions that the group gives to this instance, from their beginning, until
/// something fails or it is stopped.
///
/// A partition starts in this order: its writer takes over (nobody else can write), our own output is read
/// (nothing in it is embedded again), then the catalogue from its first record; no text is embedded before
/// its end, for the log may hold older ones of the same item. What is to be done follows from the two
/// topics alone, so no offset is stored and none can be lost. One thread.
final class CatalogueSession implements AutoCloseable, ConsumerRebalanceListener {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Clients clients;
    private final Consumer<String, byte[]> consumer;
    private final Intake intake;
    private final WaitingTexts waiting;
    private final LeftTexts left;
    private final int maxItems;
    private final Map<Integer, OwnedPartition> owned = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private boolean caughtUp;

    /// @param maxItems of all partitions together
    CatalogueSession(Clients clients, Intake intake, WaitingTexts waiting, int maxItems) {
        this.clients = clients;
        this.intake = intake;
        this.waiting = waiting;
        this.maxItems = maxItems;
        this.left = new LeftTexts(clients.reader("left-texts"), waiting, intake);
        this.consumer = clients.follower();
        consumer.subscribe(List.of(Topics.CATALOGUE.name()), this);
    }

    /// Reads once and brings back what had no room.
    void step() {
        var records = consumer.poll(POLL);
        for (TopicPartition partition : records.partitions()) {
            OwnedPartition owner = owned.get(partition.partition());
            if (owner != null) {
                intake.take(owner, records.records(partition));
            }
        }
        caughtUp = reachedEnds();
        if (caughtUp) {
            waiting.release();
        }
        left.step(owned.values());
    }

    /// Whether what was in the catalogue when it was assigned has been read.
    boolean caughtUp() {
        return caughtUp;
    }

    private boolean reachedEnds() {
        List<TopicPartition> unknown = consumer.assignment().stream()
                .filter(partition -> !ends.containsKey(partition))
                .toList();
        if (!unknown.isEmpty()) {
            ends.putAll(consumer.endOffsets(unknown));
        }
        return !owned.isEmpty()
                && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /// Records of the catalogue still to be read.
    long lag() {
        return consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
    }

    /// Texts that wait in the log only.
    int left() {
        return owned.values().stream().mapToInt(owner -> owner.items().left()).sum();
    }

    int items() {
        return owned.values().stream().mapToInt(owner -> owner.items().size()).sum();
    }

    void removeStrays() {
        owned.values().forEach(intake::removeStrays);
    }

    void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        List<OwnedPartition> fresh = new ArrayList<>();
        waiting.hold();
        for (TopicPartition partition : assigned) {
            OwnedPartition owner = open(partition.partition());
            owned.put(owner.number(), owner);
            fresh.add(owner);
            owner.log().takeOver();
        }
        if (!fresh.isEmpty()) {
            try (Consumer<String, byte[]> reader = clients.reader("published")) {
                PublishedVectors.load(reader, fresh);
            }
        }
        consumer.seekToBeginning(assigned);
    }

    private OwnedPartition open(int number) {
        var items = new ItemTable(Math.max(1, maxItems / Topics.PARTITIONS));
        return new OwnedPartition(number, items, new VectorLog(number, clients.writer(number), items));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        for (TopicPartition partition : revoked) {
            ends.remove(partition);
            OwnedPartition owner = owned.remove(partition.partition());
            if (owner != null) {
                release(owner);
            }
        }
    }

    private void release(OwnedPartition owner) {
        waiting.drop(owner);
        owner.log().close();
    }

    @Override
    public void close() {
        owned.values().forEach(this::release);
        owned.clear();
        left.close();
        consumer.close();
    }
}
