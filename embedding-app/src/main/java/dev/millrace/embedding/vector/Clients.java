package dev.millrace.embedding.vector;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/// Makes what talks to Kafka; whoever asks closes it.
public interface Clients {

    /// Creates the topics that are missing.
    void prepareTopics();

    /// A member of the group, without stored offsets: it starts where it is told to.
    Consumer<String, byte[]> follower();

    /// A reader of what is committed, without a group.
    Consumer<String, byte[]> reader(String purpose);

    /// The writer of one partition's vectors.
    Producer<String, byte[]> writer(int partition);
}
