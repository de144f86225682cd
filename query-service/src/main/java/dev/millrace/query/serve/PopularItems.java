package dev.millrace.query.serve;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.query.recall.Popularity;
import dev.millrace.query.recommend.TrendingMerge.Ranked;
import dev.millrace.query.serve.TrendingReader.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Trending as lists use it: shared by all requests, at most half a second old, read by one request at a time.
/// When it cannot be read the last known lists serve on, marked as degraded.
public final class PopularItems {
    static final Duration MAX_AGE = Duration.ofMillis(500);
    private static final int MAX_LENGTH = 400;

    private final TrendingReader trending;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Known known;

    public PopularItems(TrendingReader trending) {
        this.trending = trending;
    }

    /// The lists and what they are worth.
    ///
    /// @param degraded whether the lists are older than they should be, or missing
    /// @param completeUntilUs empty when unknown or when there are no lists
    public record Answer(Popularity popularity, OptionalLong completeUntilUs, boolean degraded) {}

    private record Known(Answer answer, long atNanos) {
        boolean isNew() {
            return System.nanoTime() - atNanos < MAX_AGE.toNanos();
        }
    }

    /// The lists, when they need not be read.
    Optional<Answer> fresh() {
        Known now = known;
        return now != null && now.isNew() ? Optional.of(now.answer()) : Optional.empty();
    }

    /// The lists. Whoever comes while they are being read waits for that read, which has a deadline.
    public Answer get() {
        Known before = known;
        if (before != null && before.isNew()) {
            return before.answer();
        }
        reading.lock();
        try {
            Known meanwhile = known;
            if (meanwhile != null && meanwhile.isNew()) {
                return meanwhile.answer();
            }
            Answer answer = read(meanwhile);
            known = new Known(answer, System.nanoTime());
            return answer;
        } finally {
            reading.unlock();
        }
    }

    private Answer read(@Nullable Known last) {
        Optional<Snapshot> found = trending.read(TimeWindow.DAY, TimeWindow.WEEK);
        if (found.isPresent()) {
            var lists = new Popularity(
                    ids(found.get().of(TimeWindow.DAY)), ids(found.get().of(TimeWindow.WEEK)));
            return new Answer(lists, found.get().completeUntilUs(), found.get().standby());
        }
        return last == null
                ? new Answer(Popularity.NONE, OptionalLong.empty(), true)
                : new Answer(last.answer().popularity(), last.answer().completeUntilUs(), true);
    }

    private static List<ItemId> ids(List<Ranked> ranked) {
        return ranked.stream().limit(MAX_LENGTH).map(Ranked::id).toList();
    }
}
