package dev.millrace.query.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.topic.Partitions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/// A log that is followed from offset 100 on; its time is what the test says.
class StoreChangesTest {
    private static final long START = 100;
    private static final Duration GRACE = Duration.ofSeconds(1);

    private long nanos = 1_000_000_000_000L;
    private final StoreChanges changes = new StoreChanges(GRACE, () -> nanos);
    private final Map<Integer, Long> ends = new HashMap<>();

    private void follow() {
        for (int partition = 0; partition < 4; partition++) {
            changes.from(partition, START);
            ends.put(partition, START);
        }
        changes.caughtUp();
    }

    private void change(String key) {
        int partition = Partitions.of(key);
        changes.apply(new ConsumerRecord<>("log", partition, end(partition), key, new byte[0]));
        ends.put(partition, end(partition) + 1);
    }

    private long end(int partition) {
        return ends.getOrDefault(partition, START);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private boolean holds(String key, long stamp, Duration grace) {
        return changes.holds(key, stamp, grace);
    }

    @Test
    void whatHasNotChangedHoldsAndWhatHasDoesNot() {
        follow();
        long before = changes.stamp("u:1");
        assertThat(holds("u:1", before, Duration.ZERO)).isTrue();
        change("u:1");
        assertThat(holds("u:1", before, Duration.ZERO)).isFalse();
        assertThat(holds("u:1", changes.stamp("u:1"), Duration.ZERO)).isTrue();
    }

    @Test
    void aChangeMayBeMissedForASecondAndThoseThatFollowItNoLonger() {
        follow();
        long before = changes.stamp("ds:1");
        change("ds:1");
        pass(Duration.ofMillis(900));
        change("ds:1");
        assertThat(holds("ds:1", before, GRACE)).isTrue();
        pass(Duration.ofMillis(200));
        assertThat(holds("ds:1", before, GRACE)).as("the first is 1.1 s old").isFalse();
        change("ds:1");
        assertThat(holds("ds:1", before, GRACE))
                .as("a new burst does not forgive the old one")
                .isFalse();
    }

    @Test
    void ofWhatWasBeforeItFollowedNothingIsKnown() {
        assertThat(changes.stamp("u:1")).isEqualTo(StoreChanges.NONE);
        follow();
        assertThat(holds("u:1", START - 1, GRACE)).isFalse();
        assertThat(holds("u:1", StoreChanges.NONE, GRACE)).isFalse();
        assertThat(holds("u:1", START, GRACE)).isTrue();
    }

    @Test
    void anotherInstanceThatHasReadFurtherIsBelieved() {
        follow();
        change("u:1");
        assertThat(holds("u:1", START + 5, Duration.ZERO)).isTrue();
    }

    @Test
    void aSilentBrokerOrALostLogEndsAll() {
        follow();
        long stamp = changes.stamp("u:1");
        AtomicBoolean heard = new AtomicBoolean(false);
        changes.heardBy(heard::get);
        assertThat(holds("u:1", stamp, Duration.ZERO)).isFalse();
        assertThat(changes.stamp("u:1")).isEqualTo(StoreChanges.NONE);
        heard.set(true);
        assertThat(holds("u:1", stamp, Duration.ZERO)).isTrue();

        changes.clear();
        assertThat(changes.stamp("u:1")).isEqualTo(StoreChanges.NONE);
        follow();
        assertThat(holds("u:1", START - 1, Duration.ZERO)).isFalse();
    }

    @Test
    void whatWasMadeBeforeTheLogBeganAnewDoesNotHoldAlthoughItsOffsetIsHigher() {
        follow();
        change("u:1");
        long stamp = changes.stamp("u:1");
        changes.clear();
        for (int partition = 0; partition < 4; partition++) {
            changes.from(partition, 0);
        }
        changes.caughtUp();
        assertThat(holds("u:1", stamp, GRACE)).isFalse();
        assertThat(holds("u:1", changes.stamp("u:1"), Duration.ZERO)).isTrue();
    }

    /// Against all changes with their times: nothing holds that misses a change older than the grace; without other
    /// keys
    /// in its slot, what does not miss one does hold.
    @Test
    void holdsAsAListOfAllChangesSays() {
        follow();
        Random random = new Random(7);
        Map<String, Map<Long, Long>> all = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            String key = "u:" + random.nextInt(40);
            int partition = Partitions.of(key);
            if (random.nextInt(3) == 0) {
                all.computeIfAbsent(key, _ -> new HashMap<>()).put(end(partition), nanos);
                change(key);
            }
            pass(Duration.ofMillis(random.nextInt(60)));
            long stamp = Math.max(START, end(partition) - random.nextInt(6));
            for (Duration grace : new Duration[] {Duration.ZERO, GRACE}) {
                boolean misses = all.getOrDefault(key, Map.of()).entrySet().stream()
                        .anyMatch(change -> change.getKey() >= stamp
                                && (grace.isZero() || nanos - change.getValue() >= grace.toNanos()));
                if (misses) {
                    assertThat(holds(key, stamp, grace)).as("step %d", step).isFalse();
                } else if (grace.isZero()) {
                    assertThat(holds(key, stamp, grace)).as("step %d", step).isTrue();
                }
            }
        }
    }
}
