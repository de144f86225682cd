package dev.millrace.query.serve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import dev.millrace.query.recommend.TrendingMerge.Ranked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// `/hot/trending`: the best data sets of a window that can be bought now.
public final class TrendingService {
    private static final int QUESTIONS = 300; // three windows, a hundred limits

    private final TrendingReader trending;
    private final Catalogue catalogue;
    private final Cache<Question, Answer> shared;

    /// @param shareFor how long an answer is given to others who ask the same
    public TrendingService(TrendingReader trending, Catalogue catalogue, Duration shareFor) {
        this.trending = trending;
        this.catalogue = catalogue;
        shared = Caffeine.newBuilder()
                .maximumSize(QUESTIONS)
                .expireAfterWrite(shareFor)
                .build();
    }

    private record Question(TimeWindow window, int limit) {}

    /// The list of a window.
    ///
    /// @param asOfMs end of the window
    /// @param items best first
    public record Answer(long asOfMs, List<Entry> items, OptionalLong completeUntilUs, Set<Degradation> degraded) {}

    /// An item with its weighted sum in the window, in millionths.
    public record Entry(Item item, long scoreMicros) {}

    /// The best `limit` items. Who asks while the same is being read waits for that.
    ///
    /// @throws Unavailable when a partition is away
    public Answer answer(TimeWindow window, int limit) {
        return shared.get(new Question(window, limit), question -> read(question.window(), question.limit()));
    }

    private Answer read(TimeWindow window, int limit) {
        var snapshot =
                trending.read(window).orElseThrow(() -> new Unavailable("trending is not available at the moment"));
        Set<Degradation> degraded =
                snapshot.standby() ? EnumSet.of(Degradation.STANDBY) : EnumSet.noneOf(Degradation.class);
        return new Answer(snapshot.asOfMs(), shown(snapshot.of(window), limit), snapshot.completeUntilUs(), degraded);
    }

    private List<Entry> shown(List<Ranked> ranked, int limit) {
        List<Entry> entries = new ArrayList<>(limit);
        for (Ranked one : ranked) {
            if (entries.size() == limit) {
                break;
            }
            Optional<Item> item = one.id().kind() == ItemId.Kind.DATASET
                    ? catalogue.find(one.id()).filter(Item::sellable)
                    : Optional.empty();
            item.ifPresent(found -> entries.add(new Entry(found, one.scoreMicros())));
        }
        return entries;
    }
}
