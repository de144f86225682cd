package dev.millrace.query.cache;

import dev.millrace.contract.topic.Partitions;
import dev.millrace.contract.topic.Topics;
import dev.millrace.query.state.TopicReplica;
import dev.millrace.query.state.TopicReplica.Applied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Which keys of a store have changed since something was made from it: the log of the store's changes, followed from
/// its end.
///
/// Whoever makes something takes a [#stamp] first and reads the store then. The store has each change before its log
/// has, so that nothing is made from less than its stamp says; at worst a change counts that was seen already. A stamp
/// is an offset of the log and how often it has begun anew.
///
/// Keys share slots: a change of one may count for another, never the other way round.
///
/// **Threads:** one writer (the replica's), any number of readers.
public final class StoreChanges implements TopicReplica.Content {
    /// No stamp: nothing is known of changes.
    public static final long NONE = -1;

    /// Of one partition.
    private static final int SLOTS = 1 << 15;

    private static final long NEVER = Long.MAX_VALUE;
    private static final int GENERATION_SHIFT = 48;
    private static final long OFFSET_MASK = (1L << GENERATION_SHIFT) - 1;

    private final long burstNanos;
    private final LongSupplier nanos;
    private final List<Part> parts = new ArrayList<>();
    /// Raised when the log begins anew: its offsets then say nothing about those of before.
    private volatile long generation;

    private volatile boolean isFollowed;
    private volatile BooleanSupplier isHeard = () -> true;

    /// @param maxGrace longest time that anything may miss a change
    public StoreChanges(Duration maxGrace) {
        this(maxGrace, System::nanoTime);
    }

    StoreChanges(Duration maxGrace, LongSupplier nanos) {
        burstNanos = maxGrace.toNanos();
        this.nanos = nanos;
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            parts.add(new Part());
        }
    }

    /// The changes of a partition.
    private static final class Part {
        /// Changes before it were not seen.
        private volatile long start = NEVER;
        /// The first that has not been seen.
        private volatile long next;
        /// The last change of a slot, as offset + 1.
        private final AtomicLongArray last = new AtomicLongArray(SLOTS);
        /// The last one before the slot's current burst of changes.
        private final AtomicLongArray before = new AtomicLongArray(SLOTS);
        /// When the burst began.
        private final AtomicLongArray sinceNanos = new AtomicLongArray(SLOTS);

        void clear() {
            start = NEVER;
            for (int slot = 0; slot < SLOTS; slot++) {
                last.set(slot, 0);
                before.set(slot, 0);
                sinceNanos.set(slot, 0);
            }
        }
    }

    /// Says whether the log's broker is there; when it is not, nothing is known of changes.
    public void heardBy(BooleanSupplier isHeard) {
        this.isHeard = isHeard;
    }

    /// Up to where changes of the key have been seen, to be kept with what is about to be made; [#NONE] when none are.
    public long stamp(String key) {
        Part part = parts.get(Partitions.of(key));
        return isFollowed && isHeard.getAsBoolean() && part.start != NEVER
                ? generation << GENERATION_SHIFT | part.next
                : NONE;
    }

    /// Whether what was made at `stamp` misses no change of the key that is older than `grace`.
    ///
    /// @param grace zero, or up to the longest; changes of a key within that of the first count as one burst
    public boolean holds(String key, long stamp, Duration grace) {
        long of = generation;
        return stamp >>> GENERATION_SHIFT == of
                && hasNotChanged(key, stamp & OFFSET_MASK, grace)
                && generation == of; // else the slots may have been emptied meanwhile
    }

    private boolean hasNotChanged(String key, long offset, Duration grace) {
        Part part = parts.get(Partitions.of(key));
        if (offset < part.start || !isFollowed || !isHeard.getAsBoolean()) {
            return false;
        }
        int slot = slot(key);
        if (part.last.get(slot) <= offset) {
            return true;
        }
        long since = part.sinceNanos.get(slot);
        return part.before.get(slot) <= offset && nanos.getAsLong() - since < grace.toNanos();
    }

    private static int slot(String key) {
        int hash = key.hashCode() * 0x9E3779B9; // spreads keys that count up
        return hash >>> 17;
    }

    @Override
    public void from(int partition, long offset) {
        Part part = parts.get(partition);
        part.next = offset;
        part.start = offset;
    }

    @Override
    public Applied apply(ConsumerRecord<String, byte[]> found) {
        if (found.key() == null || found.partition() >= parts.size()) {
            return Applied.UNREADABLE;
        }
        Part part = parts.get(found.partition());
        int slot = slot(found.key());
        long now = nanos.getAsLong();
        if (now - part.sinceNanos.get(slot) > burstNanos) {
            part.before.set(slot, part.last.get(slot));
            part.sinceNanos.set(slot, now);
        }
        part.last.set(slot, found.offset() + 1);
        part.next = found.offset() + 1;
        return Applied.TAKEN;
    }

    @Override
    public void pause() {
        // Each change is seen as soon as it is applied.
    }

    @Override
    public void caughtUp() {
        isFollowed = true;
    }

    @Override
    public void clear() {
        isFollowed = false;
        generation++;
        parts.forEach(Part::clear);
    }

    /// It keeps no items.
    @Override
    public int size() {
        return 0;
    }
}
