package dev.millrace.cdc.publish;

/// Hears what a sink has made durable.
public interface SinkObserver {

    /// The change is committed to Kafka.
    void published(Change.Row row);

    /// A delete that is a purge was left out.
    void purged(Change.Row row);

    /// A heartbeat row of that commit time is committed to Kafka.
    void beat(long commitTimeUs);

    /// What the stored offset says of tables that are read beside the binlog. Told after the rows of the transaction.
    void reading(TablesInReading tables);

    /// A transaction is committed, records of a batch or heartbeats.
    void committed();

    /// A transaction failed; the engine stops.
    void failed();
}
