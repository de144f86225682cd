package dev.millrace.streams.trending;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/// Where the windows end. Shared by all tasks of a process; thread-safe.
public sealed interface WindowClock {

    /// End of the windows, milliseconds since epoch.
    long asOfMs();

    /// Tells that an event of that time was seen; only a replay clock listens.
    void seen(long eventTimeMs);

    /// The wall clock.
    static WindowClock live(Clock clock) {
        return new Live(clock);
    }

    /// The newest event time over all partitions of this process, and over others by what queries tell.
    static WindowClock replay() {
        return new Replay(new AtomicLong());
    }

    /// Ends at the wall clock.
    record Live(Clock clock) implements WindowClock {
        @Override
        public long asOfMs() {
            return clock.millis();
        }

        @Override
        public void seen(long eventTimeMs) {
            // The wall clock moves by itself.
        }
    }

    /// Ends at the newest event.
    record Replay(AtomicLong newest) implements WindowClock {
        @Override
        public long asOfMs() {
            return newest.get();
        }

        @Override
        public void seen(long eventTimeMs) {
            newest.accumulateAndGet(eventTimeMs, Math::max);
        }
    }
}
