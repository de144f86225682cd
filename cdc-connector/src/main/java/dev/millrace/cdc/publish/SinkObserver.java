package dev.millrace.cdc.publish;

import dev.millrace.contract.capture.SourceTable;

/// Hears what a sink has made durable.
public interface SinkObserver {

    /// The change is committed to Kafka.
    void published(Change.Row row);

    /// A delete that is a purge was left out.
    void purged(Change.Row row);

    /// A row of a Matomo site that is not captured was left out.
    void otherSite(Change.Row row);

    /// A delete that a snapshot implies is committed to Kafka.
    void impliedDelete(SourceTable table);

    /// Whether changes wait until the deletes that a snapshot implies are found.
    void lookingForVanished(boolean looking);

    /// Whether a transaction is under way.
    void sending(boolean sending);

    /// A heartbeat row of that commit time is committed to Kafka.
    void beat(long commitTimeUs);

    /// What the stored offset says of tables that are read beside the binlog. Told after the rows of the transaction.
    void reading(TablesInReading tables);

    /// A transaction is committed, records of a batch or heartbeats.
    void committed();

    /// A transaction failed; the engine stops.
    void failed();
}
