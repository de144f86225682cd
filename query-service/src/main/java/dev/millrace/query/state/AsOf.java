package dev.millrace.query.state;

import java.util.concurrent.atomic.AtomicLong;

/// The newest end of a window that any partition has named: sent with every read, so that under the replay clock all
/// partitions come to one time and no list goes back.
public final class AsOf {
    private final AtomicLong highestMs = new AtomicLong();

    /// The highest seen, in milliseconds since the epoch; 0 before the first.
    public long highestMs() {
        return highestMs.get();
    }

    /// Takes note of one more.
    ///
    /// @return the highest seen
    public long raise(long asOfMs) {
        return highestMs.accumulateAndGet(asOfMs, Math::max);
    }
}
