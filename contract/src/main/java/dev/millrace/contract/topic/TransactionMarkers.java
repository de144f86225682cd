package dev.millrace.contract.topic;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.DefaultHostResolver;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/// Writes the marker that ends a transaction in one partition, as a transaction coordinator does. Kafka's admin
/// client knows only how to abort (KIP-664), so this speaks the protocol with the classes that it is made of.
final class TransactionMarkers {
    private static final String NAME = "transaction-markers";

    private TransactionMarkers() {}

    /// @param leader of the partition
    /// @param producer whose transaction is open there
    /// @throws TopicException when the leader does not answer in time or refuses; it needs the right
    ///     CLUSTER_ACTION
    static void write(
            Map<String, Object> client,
            Node leader,
            TopicPartition partition,
            ProducerState producer,
            boolean commit,
            Duration timeout) {
        var request = new WriteTxnMarkersRequest.Builder(List.of(new WriteTxnMarkersRequest.TxnMarkerEntry(
                producer.producerId(),
                (short) producer.producerEpoch(),
                Math.max(0, producer.coordinatorEpoch().orElse(0)),
                commit ? TransactionResult.COMMIT : TransactionResult.ABORT,
                List.of(partition),
                (short) 0)));
        try (Metrics metrics = new Metrics();
                NetworkClient network = network(client, leader, metrics, timeout)) {
            if (!NetworkClientUtils.awaitReady(network, leader, Time.SYSTEM, timeout.toMillis())) {
                throw new TopicException(
                        "no connection to %s to end the transaction in %s".formatted(leader, partition));
            }
            var answer = (WriteTxnMarkersResponse) NetworkClientUtils.sendAndReceive(
                            network,
                            network.newClientRequest(leader.idString(), request, Time.SYSTEM.milliseconds(), true),
                            Time.SYSTEM)
                    .responseBody();
            Errors error = answer.errorsByProducerId()
                    .getOrDefault(producer.producerId(), Map.of())
                    .getOrDefault(partition, Errors.UNKNOWN_SERVER_ERROR);
            if (error != Errors.NONE) {
                throw new TopicException("cannot end the hanging transaction in %s: %s; `kafka-transactions.sh abort"
                                .formatted(partition, error.message())
                        + " --topic %s --partition %d --start-offset %d` ends it too, and drops what it wrote"
                                .formatted(
                                        partition.topic(),
                                        partition.partition(),
                                        producer.currentTransactionStartOffset().orElse(0)));
            }
        } catch (IOException e) {
            throw new TopicException(
                    "lost the connection to %s while ending the transaction in %s".formatted(leader, partition), e);
        }
    }

    private static NetworkClient network(Map<String, Object> client, Node leader, Metrics metrics, Duration timeout) {
        Map<String, Object> known = new HashMap<>(client);
        known.keySet().retainAll(AdminClientConfig.configNames());
        return ClientUtils.createNetworkClient(
                new AdminClientConfig(known),
                NAME,
                metrics,
                NAME,
                new LogContext("[" + NAME + "] "),
                new ApiVersions(),
                Time.SYSTEM,
                1,
                (int) Math.min(Integer.MAX_VALUE, timeout.toMillis()),
                null,
                new ManualMetadataUpdater(List.of(leader)),
                new DefaultHostResolver(),
                null,
                null);
    }
}
