package dev.millrace.query.exposure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// A producer that waits for metadata which never come.
final class Blocked extends MockProducer<String, byte[]> {
    private final CountDownLatch never = new CountDownLatch(1);

    Blocked() {
        super(false, null, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<String, byte[]> sent, Callback callback) {
        try {
            never.await();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        throw new IllegalStateException("never comes to this");
    }
}
