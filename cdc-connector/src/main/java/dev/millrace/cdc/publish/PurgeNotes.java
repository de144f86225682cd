package dev.millrace.cdc.publish;

import dev.millrace.contract.topic.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/// What is kept of a purge: that the row's absence means nothing. Lies in [Topics#CDC_PURGED], written in the
/// transaction that leaves the delete out, for tables whose deletes retract.
final class PurgeNotes {
    private static final byte SEPARATOR = '|';

    private PurgeNotes() {}

    /// @param key raw key of the row
    static ProducerRecord<byte[], byte[]> of(String topic, byte[] key, long commitTimeUs) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        byte[] noteKey = new byte[name.length + 1 + key.length];
        System.arraycopy(name, 0, noteKey, 0, name.length);
        noteKey[name.length] = SEPARATOR;
        System.arraycopy(key, 0, noteKey, name.length + 1, key.length);
        return new ProducerRecord<>(
                Topics.CDC_PURGED.name(),
                0,
                noteKey,
                String.valueOf(commitTimeUs).getBytes(StandardCharsets.UTF_8));
    }

    /// The raw topic of a note. Topic names have no `|`.
    static String topic(ConsumerRecord<byte[], byte[]> note) {
        return new String(note.key(), 0, separator(note.key()), StandardCharsets.UTF_8);
    }

    /// The raw key of a note.
    static byte[] key(ConsumerRecord<byte[], byte[]> note) {
        return java.util.Arrays.copyOfRange(note.key(), separator(note.key()) + 1, note.key().length);
    }

    /// When the purge was committed, microseconds since epoch.
    static long commitTimeUs(ConsumerRecord<byte[], byte[]> note) {
        return Long.parseLong(new String(note.value(), StandardCharsets.UTF_8));
    }

    private static int separator(byte[] key) {
        int at = 0;
        while (key[at] != SEPARATOR) {
            at++;
        }
        return at;
    }
}
