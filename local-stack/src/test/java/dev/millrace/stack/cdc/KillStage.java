package dev.millrace.stack.cdc;

import dev.millrace.cdc.capture.TableSnapshot;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.topic.TopicAdmin;
import dev.millrace.contract.topic.Topics;
import dev.millrace.stack.embedded.Account;
import dev.millrace.stack.embedded.InProcessBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// A broker, a connector that brings a shop's changes there, and eyes on what arrives.
///
/// One thread.
final class KillStage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final TopicPartition HISTORY =
            new TopicPartition(Topics.schemaHistory("business").name(), 0);

    private final InProcessBroker broker;
    private final KilledConnector connector;
    private final RawTail written;
    private final RawTail committed;
    private final KafkaConsumer<byte[], byte[]> history;
    private final OffsetTail offsets;
    private final SourceServer source;
    private int requests;

    private KillStage(InProcessBroker broker, KilledConnector connector, SourceServer source) {
        this.broker = broker;
        this.source = source;
        this.offsets = new OffsetTail(broker.bootstrapServers());
        this.connector = connector;
        this.written = RawTail.ofWritten(broker.bootstrapServers());
        this.committed = RawTail.ofCommitted(broker.bootstrapServers());
        this.history = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /// The connector is not started yet.
    ///
    /// @param archive see [KilledConnector]
    /// @param batch records of one transaction at most
    static KillStage open(SourceServer source, Path folder, Optional<Path> archive, int batch) throws IOException {
        InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            String database = SourceServer.name(SourceDatabase.BUSINESS);
            TopicAdmin.ensure(admin, Topics.rawTopics(SourceDatabase.BUSINESS, database, ""), (short) 1, PATIENCE);
            return new KillStage(
                    broker, new KilledConnector(folder, archive, source, broker.bootstrapServers(), batch), source);
        } catch (IOException | RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    void start() throws IOException {
        connector.start();
    }

    void kill() throws InterruptedException {
        connector.kill();
    }

    /// What was written, committed or not; it is read on while [#await] waits.
    RawTail written() {
        return written;
    }

    /// What is committed now.
    RawTail committed() {
        return committed.toEnd();
    }

    /// All that a consumer gets that comes now.
    List<RawEvent> readable() {
        try (RawTail fresh = RawTail.ofCommitted(broker.bootstrapServers())) {
            return fresh.toEnd().events();
        }
    }

    /// Whether a transaction is open: something is written that is not committed.
    boolean hasOpenTransaction() {
        return written.end() > committed.end();
    }

    /// Schema changes that the connector knows.
    long schemaChanges() {
        return history.endOffsets(List.of(HISTORY)).getOrDefault(HISTORY, 0L);
    }

    /// Asks for a reading of the order table.
    void requestOrders() throws SQLException {
        Account account = source.mysql().capture();
        try (Connection connection = source.mysql().connect(SourceServer.name(SourceDatabase.BUSINESS), account)) {
            TableSnapshot.request(
                    connection,
                    source.config(SourceDatabase.BUSINESS, Duration.ofSeconds(1)),
                    SourceTable.ORDER_TAB,
                    "kill-" + ++requests);
        }
    }

    /// Whether a reading that was seen has not ended, as far as it is committed.
    boolean isReadingATable() {
        return offsets.isReadingATable();
    }

    /// Likewise, once every transaction that is open now has ended. A connector has to be there.
    boolean isReadingATableForSure() {
        return offsets.isReadingATableForSure();
    }

    /// Something that the topics show sooner or later.
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        written.poll();
        while (!condition.holds()) {
            connector.requireAlive();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("%s did not happen within %s; the connector wrote:%n%s"
                        .formatted(what, PATIENCE, connector.output()));
            }
            written.poll();
        }
    }

    @Override
    public void close() {
        connector.close();
        history.close();
        offsets.close();
        written.close();
        committed.close();
        broker.close();
    }
}
