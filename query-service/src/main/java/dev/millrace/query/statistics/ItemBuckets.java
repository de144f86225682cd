package dev.millrace.query.statistics;

import dev.millrace.contract.proto.Bucket;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.store.WindowSums;
import java.util.List;

/// The counters of one item. Immutable.
///
/// **Shape:** `long[rows][1 + counts]`, row-major: the number of a bucket, then by [Count] the sum of that
/// bucket and all *newer* ones of its resolution, so that a window costs one search. Rows: minutes, hours and
/// quarters, each oldest first; a row of zeros for windows that nothing is in; the row of all time.
final class ItemBuckets {
    private static final Count[] COUNTS = Count.values();
    private static final int WIDTH = 1 + COUNTS.length;

    private final long[] rows;
    private final int hours;
    private final int quarters;
    final long buyers;
    final long newestMs;
    final long lastOrderMs;

    /// @throws IllegalArgumentException when buckets are not in the order of their numbers
    ItemBuckets(ItemStatistics statistics) {
        hours = statistics.getMinutesCount();
        quarters = hours + statistics.getHoursCount();
        int zeros = quarters + statistics.getQuartersCount();
        rows = new long[(zeros + 2) * WIDTH];
        fill(WindowSums.buckets(statistics, TimeWindow.HOUR), 0);
        fill(WindowSums.buckets(statistics, TimeWindow.DAY), hours);
        fill(WindowSums.buckets(statistics, TimeWindow.WEEK), quarters);
        add(zeros + 1, statistics.getEver());
        buyers = statistics.getBuyers();
        newestMs = statistics.getNewestMs();
        lastOrderMs = statistics.getLastOrderMs();
    }

    private void fill(List<Bucket> buckets, int first) {
        long newer = Long.MAX_VALUE;
        for (int place = buckets.size() - 1; place >= 0; place--) {
            Bucket bucket = buckets.get(place);
            if (bucket.getNumber() >= newer) {
                throw new IllegalArgumentException("bucket " + bucket.getNumber() + " stands before " + newer);
            }
            newer = bucket.getNumber();
            int row = first + place;
            if (place < buckets.size() - 1) {
                System.arraycopy(rows, (row + 1) * WIDTH, rows, row * WIDTH, WIDTH);
            }
            rows[row * WIDTH] = newer;
            add(row, bucket.getCounters());
        }
    }

    private void add(int row, Counters counters) {
        for (Count count : COUNTS) {
            rows[cell(row, count)] += count.of(counters);
        }
    }

    /// The row of `window` when it ends at `endMs`.
    int row(TimeWindow window, long endMs) {
        return switch (window) {
            case HOUR -> search(0, hours, window.firstBucket(endMs));
            case DAY -> search(hours, quarters, window.firstBucket(endMs));
            case WEEK -> search(quarters, zeros(), window.firstBucket(endMs));
        };
    }

    /// The row of all time.
    int ever() {
        return zeros() + 1;
    }

    long at(int row, Count count) {
        return rows[cell(row, count)];
    }

    /// The first of the rows from `low` to before `end` whose bucket is not older than `first`.
    private int search(int from, int end, long first) {
        int low = from;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows[middle * WIDTH] < first) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == end ? zeros() : low;
    }

    private int zeros() {
        return rows.length / WIDTH - 2;
    }

    private static int cell(int row, Count count) {
        return row * WIDTH + 1 + count.ordinal();
    }
}
