package dev.millrace.embedding.vector;

import com.google.protobuf.MessageLite;
import dev.millrace.contract.proto.DeadLetter;
import dev.millrace.contract.proto.ItemVector;
import dev.millrace.contract.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/// Writes one partition of `item.vector.v1`, a transaction each time.
///
/// The transactional id belongs to the partition: who takes it over ends what the former owner left open,
/// and that one can write nothing any more. What is written is decided inside the lock, so the order of
/// decisions about an item is the order of its records. Thread-safe.
final class VectorLog implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
    private static final String MESSAGE = "message";
    private static final Header VECTOR = header(ItemVector.getDescriptor().getFullName());
    private static final Header LETTER = header(DeadLetter.getDescriptor().getFullName());

    private final int partition;
    private final Producer<String, byte[]> producer;
    private final ItemTable items;
    private boolean closed;

    /// @param producer with the transactional id of this partition
    VectorLog(int partition, Producer<String, byte[]> producer, ItemTable items) {
        this.partition = partition;
        this.producer = producer;
        this.items = items;
    }

    /// Takes the partition over from whoever had it.
    void takeOver() {
        producer.initTransactions();
    }

    /// Writes what is still wanted, all of it or nothing.
    ///
    /// @return vectors written
    /// @throws KafkaException when it failed; then nobody knows what is in the topic, and it has to be read again
    synchronized int write(List<Output> outputs) {
        if (closed) {
            return 0;
        }
        List<ProducerRecord<String, byte[]>> records =
                outputs.stream().map(this::decided).flatMap(Optional::stream).toList();
        if (records.isEmpty()) {
            return 0;
        }
        producer.beginTransaction();
        try {
            records.forEach(producer::send);
        } catch (KafkaException e) {
            abort(e);
            throw e;
        }
        producer.commitTransaction(); // one that fails may yet have happened: it must not be aborted
        return (int) records.stream().filter(sent -> isVector(sent)).count();
    }

    private void abort(KafkaException cause) {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            cause.addSuppressed(e);
        }
    }

    private static boolean isVector(ProducerRecord<String, byte[]> sent) {
        return sent.value() != null && sent.topic().equals(Topics.VECTORS.name());
    }

    private Optional<ProducerRecord<String, byte[]>> decided(Output output) {
        return switch (output) {
            case Output.Vector(EmbeddingTask task, float[] values) ->
                items.claim(task.key(), task.fingerprint())
                        ? Optional.of(vector(task.key(), message(task, values)))
                        : Optional.empty();
            case Output.Removal(String key) -> items.isBare(key) ? Optional.of(tombstone(key)) : Optional.empty();
            case Output.Letter(DeadLetter letter) ->
                Optional.of(new ProducerRecord<>(
                        Topics.DEAD_LETTERS.name(),
                        null,
                        null,
                        letter.getTopic() + "@" + letter.getPartition(),
                        letter.toByteArray(),
                        List.of(LETTER)));
        };
    }

    private static ItemVector message(EmbeddingTask task, float[] values) {
        ItemVector.Builder vector = ItemVector.newBuilder()
                .setItemId(task.key())
                .setModel(task.fingerprint().model())
                .setTextHash(task.fingerprint().hash())
                .setDimension(values.length);
        for (float value : values) {
            vector.addValues(value);
        }
        return vector.build();
    }

    private ProducerRecord<String, byte[]> vector(String key, MessageLite message) {
        return new ProducerRecord<>(
                Topics.VECTORS.name(), partition, null, key, message.toByteArray(), List.of(VECTOR));
    }

    @SuppressWarnings("NullAway") // a null value is Kafka's tombstone
    private ProducerRecord<String, byte[]> tombstone(String key) {
        return new ProducerRecord<>(Topics.VECTORS.name(), partition, null, key, null, List.of(VECTOR));
    }

    private static Header header(String message) {
        return new RecordHeader(MESSAGE, message.getBytes(StandardCharsets.UTF_8));
    }

    /// Writes nothing any more.
    @Override
    public synchronized void close() {
        closed = true;
        producer.close(CLOSE_PATIENCE);
    }
}
