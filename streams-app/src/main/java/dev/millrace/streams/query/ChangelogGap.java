package dev.millrace.streams.query;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// Reads what lies between two offsets of a changelog. What was found empty is remembered: a store that nobody
/// writes stays behind the marker of its last transaction for ever. One thread.
final class ChangelogGap implements AutoCloseable {
    /// A longer stretch is not read: its store is being filled.
    private static final long LONGEST = 10_000;

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Stretch> empty = new HashMap<>();

    private record Stretch(long from, long to) {}

    /// @param consumer of what is committed, without a group
    ChangelogGap(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /// Whether there is no committed record; false too when that cannot be told at once.
    boolean isEmpty(TopicPartition changelog, long from, long to) {
        Stretch stretch = new Stretch(from, to);
        if (stretch.equals(empty.get(changelog))) {
            return true;
        }
        if (to - from > LONGEST) {
            return false;
        }
        consumer.assign(List.of(changelog));
        consumer.seek(changelog, from);
        boolean found = !consumer.poll(POLL).isEmpty() || consumer.position(changelog, POLL) < to;
        if (!found) {
            empty.put(changelog, stretch);
        }
        return !found;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(POLL));
    }
}
