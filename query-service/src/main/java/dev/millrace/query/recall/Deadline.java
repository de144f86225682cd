package dev.millrace.query.recall;

import java.time.Duration;

/// A moment after which nobody waits any more.
///
/// @param atNanos by `System.nanoTime`
public record Deadline(long atNanos) {

    /// So long from now.
    public static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /// What is left, in nanoseconds; 0 when it has passed.
    public long leftNanos() {
        return Math.max(0, atNanos - System.nanoTime());
    }

    /// Whether it has passed.
    public boolean hasPassed() {
        return leftNanos() == 0;
    }
}
