package dev.millrace.contract.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/// Ends transactions of one producer that the broker believes ended: KIP-664 calls them hanging. Nothing behind
/// one is ever readable for a read_committed consumer.
///
/// Kafka 4.3.1 makes one when a broker dies while a commit is under way and is, as it starts again, still
/// fenced by what it reads in the cluster's metadata: it takes the partitions of the transaction for deleted
/// ones, notes the commit as complete, and writes no marker into those that have none yet.
///
/// To be asked ([#look]) before the producer initialises its transactions, for that forgets how the last one
/// ended; and to be carried out ([#end]) behind it, when every other producer of that id is fenced and whatever
/// is still open is open for ever.
public final class HangingTransactions {
    private final Map<String, Object> client;
    private final String transactionalId;
    private final Optional<TransactionDescription> last;

    private HangingTransactions(
            Map<String, Object> client, String transactionalId, Optional<TransactionDescription> last) {
        this.client = Map.copyOf(client);
        this.transactionalId = transactionalId;
        this.last = last;
    }

    /// Notes how the last transaction of the producer ended.
    ///
    /// @param client settings of Kafka clients
    /// @throws TopicException when Kafka does not answer in time or refuses
    public static HangingTransactions look(Map<String, Object> client, String transactionalId, Duration timeout) {
        try (Admin admin = Admin.create(client)) {
            long deadline = System.nanoTime() + timeout.toNanos();
            return new HangingTransactions(client, transactionalId, describe(admin, transactionalId, deadline));
        }
    }

    /// Ends what hangs in `topics` as the rest of its transaction was ended. When nobody knows how that was:
    /// with an abort if it hangs in `placeTopic` too, else with a commit. The producer's own place is not moved
    /// by the former and was moved or not before the latter, so that records may be repeated and none is lost.
    ///
    /// @param placeTopic one of `topics`, to which every transaction writes where the producer goes on
    /// @return the partitions in which one hung; empty, too, when another producer of that id has taken over
    ///     meanwhile
    /// @throws TopicException when Kafka does not answer in time or refuses
    public List<TopicPartition> end(Collection<String> topics, String placeTopic, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Admin admin = Admin.create(client)) {
            Optional<TransactionDescription> own = describe(admin, transactionalId, deadline);
            if (own.isEmpty() || own.get().state() != TransactionState.EMPTY) {
                return List.of();
            }
            Map<TopicPartition, Node> leaders = leaders(admin, topics, deadline);
            Map<TopicPartition, ProducerState> hanging = new HashMap<>();
            get(admin.describeProducers(leaders.keySet()).all(), deadline, "producers")
                    .forEach((partition, state) -> state.activeProducers().stream()
                            .filter(producer -> isLeftBy(own.get(), producer))
                            .forEach(producer -> hanging.put(partition, producer)));
            boolean placeHangs = hanging.keySet().stream()
                    .anyMatch(partition -> partition.topic().equals(placeTopic));
            boolean commit = switch (decision(own.get())) {
                case COMMIT -> true;
                case ABORT -> false;
                case UNKNOWN -> !placeHangs;
            };
            hanging.forEach((partition, producer) -> TransactionMarkers.write(
                    client,
                    Objects.requireNonNull(leaders.get(partition)),
                    partition,
                    producer,
                    commit,
                    remaining(deadline)));
            return List.copyOf(hanging.keySet());
        }
    }

    /// An earlier life's: every later one has a higher epoch, so that nothing of a living producer is ever
    /// touched.
    private static boolean isLeftBy(TransactionDescription own, ProducerState producer) {
        return producer.producerId() == own.producerId()
                && producer.producerEpoch() < own.producerEpoch()
                && producer.currentTransactionStartOffset().isPresent();
    }

    private enum Decision {
        COMMIT,
        ABORT,
        UNKNOWN
    }

    /// Of the last transaction before this life, if nobody came in between.
    private Decision decision(TransactionDescription now) {
        if (last.isEmpty() || last.get().producerEpoch() + 1 != now.producerEpoch()) {
            return Decision.UNKNOWN;
        }
        return switch (last.get().state()) {
            case COMPLETE_COMMIT, PREPARE_COMMIT -> Decision.COMMIT;
            case COMPLETE_ABORT, PREPARE_ABORT -> Decision.ABORT;
            default -> Decision.UNKNOWN;
        };
    }

    private static Map<TopicPartition, Node> leaders(Admin admin, Collection<String> topics, long deadline) {
        Map<TopicPartition, Node> leaders = new HashMap<>();
        get(admin.describeTopics(topics).allTopicNames(), deadline, "topics")
                .forEach((topic, description) -> description.partitions().stream()
                        .filter(partition -> partition.leader() != null)
                        .forEach(partition ->
                                leaders.put(new TopicPartition(topic, partition.partition()), partition.leader())));
        return leaders;
    }

    private static Optional<TransactionDescription> describe(Admin admin, String transactionalId, long deadline) {
        var found = admin.describeTransactions(new ArrayList<>(List.of(transactionalId)))
                .description(transactionalId);
        try {
            return Optional.of(get(found, deadline, "transaction " + transactionalId));
        } catch (TopicException e) {
            if (e.getCause() instanceof ExecutionException failed
                    && failed.getCause() instanceof TransactionalIdNotFoundException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Duration remaining(long deadline) {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }

    private static <T> T get(KafkaFuture<T> future, long deadline, String what) {
        try {
            return future.get(remaining(deadline).toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            String denied = e.getCause() instanceof AuthorizationException ? " (not authorised)" : "";
            throw new TopicException("cannot ask Kafka about %s%s: %s".formatted(what, denied, e.getMessage()), e);
        } catch (TimeoutException e) {
            throw new TopicException("no answer from Kafka about " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException("interrupted while asking for " + what, e);
        }
    }
}
