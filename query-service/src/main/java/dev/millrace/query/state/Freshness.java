package dev.millrace.query.state;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.proto.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The source time up to which *all* changes of the inputs are in an answer, for `freshness_ms`.
///
/// Progress is read before the values it speaks for, so an answer is at least as fresh as it says.
public final class Freshness {

    private Freshness() {}

    /// The progress entries of both databases for the partition of `lookup`, to be put before it in a batch.
    public static List<Lookup<Progress>> of(Lookup<?> lookup) {
        List<Lookup<Progress>> both = new ArrayList<>();
        for (SourceDatabase database : SourceDatabase.values()) {
            both.add(lookup.progress(database.prefix()));
        }
        return both;
    }

    /// The oldest of these progress figures in microseconds since the epoch; empty when one is unknown.
    public static OptionalLong completeUntilUs(Readings readings, List<Lookup<Progress>> lookups) {
        long oldest = Long.MAX_VALUE;
        for (Lookup<Progress> lookup : lookups) {
            long time =
                    readings.of(lookup).value().map(Progress::getCommitTimeUs).orElse(0L);
            if (time <= 0) {
                return OptionalLong.empty();
            }
            oldest = Math.min(oldest, time);
        }
        return lookups.isEmpty() ? OptionalLong.empty() : OptionalLong.of(oldest);
    }

    /// The older of two; empty when one is unknown.
    public static OptionalLong older(OptionalLong left, OptionalLong right) {
        return left.isPresent() && right.isPresent()
                ? OptionalLong.of(Math.min(left.getAsLong(), right.getAsLong()))
                : OptionalLong.empty();
    }

    /// Age in milliseconds at `nowMs`, not negative.
    public static OptionalLong age(OptionalLong completeUntilUs, long nowMs) {
        return completeUntilUs.isPresent()
                ? OptionalLong.of(Math.max(0, nowMs - completeUntilUs.getAsLong() / 1_000))
                : OptionalLong.empty();
    }
}
