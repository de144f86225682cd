package dev.millrace.query.serve;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import dev.millrace.query.recommend.TrendingMerge.Ranked;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/// `/hot/trending`: the best items of a window that can be bought now.
///
/// A list is read once for all who ask for it while it is being read and a moment longer. Who waits for a read shares
/// its failure, too: a read that fails after a second does not make the next one wait another.
public final class TrendingService {
    private static final int QUESTIONS = 1_000; // three windows, a hundred limits, three sets of kinds

    private final TrendingReader trending;
    private final Catalogue catalogue;
    private final Executor executor;
    private final InstantSource now;
    private final AsyncCache<Question, Answer> shared;

    /// @param shareFor how long an answer is given to others who ask the same
    /// @param executor reads
    public TrendingService(
            TrendingReader trending, Catalogue catalogue, Duration shareFor, Executor executor, InstantSource now) {
        this.trending = trending;
        this.catalogue = catalogue;
        this.executor = executor;
        this.now = now;
        shared = Caffeine.newBuilder()
                .maximumSize(QUESTIONS)
                .expireAfterWrite(shareFor)
                .buildAsync();
    }

    private record Question(TimeWindow window, Set<ItemId.Kind> kinds, int limit) {}

    /// The list of a window.
    ///
    /// @param asOfMs end of the window
    /// @param items best first
    /// @param readMs when it was read
    public record Answer(
            long asOfMs, List<Entry> items, OptionalLong completeUntilUs, Set<Degradation> degraded, long readMs) {}

    /// An item with its weighted sum in the window, in millionths.
    public record Entry(Item item, long scoreMicros) {}

    /// The best `limit` items. Reading ends at the deadline of interactive queries, and with it the wait.
    ///
    /// @throws Unavailable when a partition is away
    public Answer answer(TimeWindow window, Set<ItemId.Kind> kinds, int limit) {
        Question asked = new Question(window, Set.copyOf(kinds), limit);
        try {
            return shared.get(asked, (question, _) -> CompletableFuture.supplyAsync(() -> read(question), executor))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private Answer read(Question question) {
        long readMs = now.millis();
        var snapshot = trending.read(question.window())
                .orElseThrow(() -> new Unavailable("trending is not available at the moment"));
        Set<Degradation> degraded =
                snapshot.standby() ? EnumSet.of(Degradation.STANDBY) : EnumSet.noneOf(Degradation.class);
        List<Entry> items = shown(snapshot.of(question.window()), question);
        return new Answer(snapshot.asOfMs(), items, snapshot.completeUntilUs(), degraded, readMs);
    }

    private List<Entry> shown(List<Ranked> ranked, Question question) {
        List<Entry> entries = new ArrayList<>(question.limit());
        for (Ranked one : ranked) {
            if (entries.size() == question.limit()) {
                break;
            }
            if (question.kinds().contains(one.id().kind())) {
                catalogue
                        .find(one.id())
                        .filter(Item::sellable)
                        .ifPresent(found -> entries.add(new Entry(found, one.scoreMicros())));
            }
        }
        return entries;
    }
}
