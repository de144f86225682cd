package dev.millrace.contract.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;

/// Ends transactions that the broker believes ended: KIP-664 calls them hanging. Nothing behind one is ever
/// readable for a read_committed consumer.
///
/// Kafka 4.3.1 makes one when a broker dies while a commit is under way and is, as it starts again, still
/// fenced by what it reads in the cluster's metadata: it takes the partitions of the transaction for deleted
/// ones, notes the commit as complete, and writes no marker into them.
public final class HangingTransactions {

    private HangingTransactions() {}

    /// Aborts every transaction that is open in `topics` and was begun by an earlier life of the producer. To
    /// be called when the producer has initialised its transactions and begun none: whatever is open then is
    /// open for ever.
    ///
    /// What such a transaction wrote is gone where it is aborted, and stays where the broker did write its
    /// marker. A producer that keeps its own place in one of `topics` therefore repeats records rather than
    /// losing any.
    ///
    /// @return the partitions in which one was aborted
    /// @throws TopicException when Kafka does not answer in time or refuses
    public static List<TopicPartition> abort(
            Admin admin, String transactionalId, Collection<String> topics, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        var own = get(
                admin.describeTransactions(List.of(transactionalId)).description(transactionalId),
                deadline,
                "transaction " + transactionalId);
        if (own.state() == TransactionState.ONGOING) {
            throw new IllegalStateException("transaction " + transactionalId + " is under way");
        }
        List<TopicPartition> partitions = new ArrayList<>();
        get(admin.describeTopics(topics).allTopicNames(), deadline, "topics")
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
        List<TopicPartition> aborted = new ArrayList<>();
        get(admin.describeProducers(partitions).all(), deadline, "producers").forEach((partition, state) -> {
            for (ProducerState producer : state.activeProducers()) {
                if (producer.producerId() == own.producerId()
                        && producer.currentTransactionStartOffset().isPresent()) {
                    abort(admin, partition, producer, deadline);
                    aborted.add(partition);
                }
            }
        });
        return aborted;
    }

    private static void abort(Admin admin, TopicPartition partition, ProducerState producer, long deadline) {
        var spec = new AbortTransactionSpec(
                partition,
                producer.producerId(),
                (short) producer.producerEpoch(),
                Math.max(0, producer.coordinatorEpoch().orElse(0)));
        get(
                admin.abortTransaction(spec).all(),
                deadline,
                "the hanging transaction in %s, which `kafka-transactions.sh abort --topic %s --partition %d --start-offset %d` ends"
                        .formatted(
                                partition,
                                partition.topic(),
                                partition.partition(),
                                producer.currentTransactionStartOffset().orElse(0)));
    }

    private static <T> T get(KafkaFuture<T> future, long deadline, String what) {
        try {
            return future.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            String denied = e.getCause() instanceof AuthorizationException ? " (not authorised)" : "";
            throw new TopicException("cannot look after %s%s: %s".formatted(what, denied, e.getMessage()), e);
        } catch (TimeoutException e) {
            throw new TopicException("no answer from Kafka about " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException("interrupted while asking for " + what, e);
        }
    }
}
