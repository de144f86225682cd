package dev.millrace.stack.bench;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ItemVector;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.contract.topic.TopicAdmin;
import dev.millrace.contract.topic.Topics;
import dev.millrace.embedding.model.EmbeddingModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Vectors of items as embedding-app would write them, without its ten milliseconds of processor time for each: one of
/// the models it ships, items in clusters, as texts of one subject are. The same for the same seed.
final class ShopVectors {
    static final EmbeddingModel MODEL = EmbeddingModel.BGE_SMALL_ZH;
    private static final int SEED = 20261127;
    private static final int CLUSTERS = 100;
    /// Length of what sets an item apart from its cluster: two of a cluster have a cosine of about 0.6.
    private static final double APART = 0.8;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Random random = new Random(SEED);
    private final float[][] clusters = new float[CLUSTERS][];

    ShopVectors() {
        for (int i = 0; i < CLUSTERS; i++) {
            clusters[i] = normalised(noise());
        }
    }

    /// The vector of the next item, of length 1.
    float[] next() {
        float[] cluster = clusters[random.nextInt(CLUSTERS)];
        float[] vector = normalised(noise());
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (APART * vector[i] + cluster[i]);
        }
        return normalised(vector);
    }

    /// Writes the vectors of the items 1 to `items`.
    static void write(String brokers, int items) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            TopicAdmin.ensure(admin, List.of(Topics.VECTORS), (short) 1, PATIENCE);
        }
        ShopVectors vectors = new ShopVectors();
        Future<RecordMetadata> last = null;
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", brokers, "linger.ms", 5, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (int item = 1; item <= items; item++) {
                String key = ItemId.dataset(item).key();
                byte[] value = message(key, vectors.next());
                last = producer.send(new ProducerRecord<>(Topics.VECTORS.name(), Partitions.of(key), key, value));
            }
            producer.flush();
            if (last != null) {
                last.get();
            }
        } catch (ExecutionException e) {
            throw new BenchException("the broker did not take the vectors: " + e.getCause(), e);
        }
    }

    private static byte[] message(String key, float[] values) {
        ItemVector.Builder vector =
                ItemVector.newBuilder().setItemId(key).setModel(MODEL.label()).setDimension(values.length);
        for (float value : values) {
            vector.addValues(value);
        }
        return vector.build().toByteArray();
    }

    private float[] noise() {
        float[] noise = new float[MODEL.dimension()];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }

    private static float[] normalised(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        float length = (float) Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }
}
