package dev.millrace.streams.runtime;

import dev.millrace.streams.config.StreamsAppConfig;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/// The Streams configuration. What correctness rests on is set here, above anything that was configured.
public final class StreamsSettings {

    private StreamsSettings() {}

    /// Properties for topology and runtime.
    public static Properties of(StreamsAppConfig config) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, "1");
        // A consumer waits in poll at most this long, so that rows that wait and lists that are due are not kept.
        settings.put(StreamsConfig.POLL_MS_CONFIG, "20");
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "30000");
        // A poll takes all that was fetched (below), so this bounds what lies in memory after a long absence.
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), String.valueOf(8 << 20));
        // A commit sends what is left; before it only full batches go, for each request costs both sides.
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
                String.valueOf(config.commitIntervalMs()));
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), String.valueOf(128 << 10));
        settings.putAll(config.kafka());

        // A poll takes everything that was fetched. Else a partition whose fetched records are left for the next poll
        // looks empty, and a heartbeat is processed before the rows that it vouches for.
        settings.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                String.valueOf(Integer.MAX_VALUE));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, config.advertised());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, String.valueOf(config.replicationFactor()));
        // Counted once: input offsets, state and output are one transaction.
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, String.valueOf(config.standbys()));
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, String.valueOf(config.commitIntervalMs()));
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "0");
        // Names of stores and internal topics are durable data: a generated name is a start-up error.
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true");
        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, "true");
        // A table that starts after its first records were written must read them.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class.getName());
        settings.put(BoundedRocksDb.CACHE_BYTES, String.valueOf(config.rocksdbCacheBytes()));
        return settings;
    }
}
