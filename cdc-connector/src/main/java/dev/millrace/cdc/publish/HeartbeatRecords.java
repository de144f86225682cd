package dev.millrace.cdc.publish;

import dev.millrace.contract.proto.SourceHeartbeat;
import dev.millrace.contract.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/// The source's clock, told to every partition of its heartbeat topic.
final class HeartbeatRecords {
    private HeartbeatRecords() {}

    /// @param source whose clock it is
    /// @param commitTimeUs commit time of the heartbeat row
    /// @param nowMs bound of the record timestamp
    static List<ProducerRecord<byte[], byte[]>> of(String source, long commitTimeUs, long nowMs) {
        byte[] value = SourceHeartbeat.newBuilder()
                .setDatabase(source)
                .setCommitTimeUs(commitTimeUs)
                .build()
                .toByteArray();
        long timestamp = Math.min(nowMs, commitTimeUs / 1_000);
        List<Header> headers = List.of(new RecordHeader("message", bytes("millrace.v1.SourceHeartbeat")));
        return IntStream.range(0, Topics.PARTITIONS)
                .mapToObj(partition -> new ProducerRecord<>(
                        Topics.heartbeat(source).name(),
                        partition,
                        timestamp,
                        bytes(String.valueOf(partition)),
                        value,
                        headers))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
