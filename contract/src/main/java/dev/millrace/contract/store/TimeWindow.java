package dev.millrace.contract.store;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// The three windows of statistics and trending. A window is the newest `buckets` whole buckets including the one that
/// is being filled, so it is exact to one bucket.
public enum TimeWindow {
    HOUR("1h", Duration.ofMinutes(1), 60),
    DAY("24h", Duration.ofHours(1), 24),
    WEEK("7d", Duration.ofHours(6), 28);

    private final String label;
    private final Duration bucket;
    private final int buckets;

    TimeWindow(String label, Duration bucket, int buckets) {
        this.label = label;
        this.bucket = bucket;
        this.buckets = buckets;
    }

    /// `1h`, `24h` or `7d`: the parameter in the API and the key in the store.
    public String label() {
        return label;
    }

    /// Width of one bucket, milliseconds.
    public long bucketMs() {
        return bucket.toMillis();
    }

    /// How many buckets a window holds.
    public int buckets() {
        return buckets;
    }

    /// The number of the bucket that holds `timeMs`.
    public long bucketOf(long timeMs) {
        return Math.floorDiv(timeMs, bucket.toMillis());
    }

    /// The oldest bucket of the window that ends at `asOfMs`.
    public long firstBucket(long asOfMs) {
        return bucketOf(asOfMs) - buckets + 1;
    }

    /// The window of that label.
    public static Optional<TimeWindow> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(window -> window.label.equals(label))
                .findFirst();
    }
}
