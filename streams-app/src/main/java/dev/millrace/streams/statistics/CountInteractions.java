package dev.millrace.streams.statistics;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.PartitionProgress;
import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.progress.UpstreamProgress;
import dev.millrace.streams.runtime.HotValues;
import dev.millrace.streams.runtime.OpenStores;
import dev.millrace.streams.runtime.PendingWrites;
import dev.millrace.streams.runtime.Publications;
import dev.millrace.streams.runtime.StateStores;
import dev.millrace.streams.runtime.Tally;
import dev.millrace.streams.trending.QualityFilter;
import dev.millrace.streams.trending.TrendingLists;
import dev.millrace.streams.trending.WindowClock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts interactions by item, publishes the counts, keeps the trending lists, and notes the progress that
/// came behind them. Output keys are item ids; empty when nothing is left of an item's statistics.
final class CountInteractions implements Processor<String, Hop, String, Optional<ItemStatistics>> {
    private static final String UNPUBLISHED = "unpublished-items";
    private static final Logger LOG = LoggerFactory.getLogger(CountInteractions.class);
    private static final Duration PUBLISH = Duration.ofMillis(TrendingLists.PUBLISH_INTERVAL_MS);
    private static final Duration EXPIRE = Duration.ofSeconds(1);
    private static final long CLOCK_WENT_BACK_MS = Duration.ofMinutes(1).toMillis();
    private static final String BUSINESS = SourceDatabase.BUSINESS.prefix();

    private final TopologySettings settings;
    private final WindowClock clock;
    private ProcessorContext<String, Optional<ItemStatistics>> context;
    private UpstreamProgress upstream;
    private HotValues<ItemStatistics> statistics;
    private KeyValueStore<String, CatalogueItem> catalogue;
    private KeyValueStore<String, Progress> progress;
    private Buyers buyers;
    private Publications published;
    private TrendingLists trending;
    private long expiredAtMs;
    private Tally tooManyItems;
    private long leftOut;
    private boolean full;

    private CountInteractions(TopologySettings settings, WindowClock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    static ProcessorSupplier<String, Hop, String, Optional<ItemStatistics>> supplier(
            TopologySettings settings, WindowClock clock) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, Hop, String, Optional<ItemStatistics>> get() {
                return new CountInteractions(settings, clock);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(
                        StateStores.queryable(QueryableStore.STATISTICS),
                        StateStores.numbers(Buyers.STORE),
                        StateStores.numbers(UNPUBLISHED),
                        StateStores.queryable(QueryableStore.TRENDING),
                        StateStores.queryable(QueryableStore.ITEM_PROGRESS));
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, Optional<ItemStatistics>> processorContext) {
        context = processorContext;
        OpenStores.own(context);
        upstream = new UpstreamProgress(settings.partitions());
        statistics = new HotValues<>(
                context, QueryableStore.STATISTICS.name(), settings.bounds().hotValues());
        catalogue = context.getStateStore(QueryableStore.CATALOGUE.name());
        progress = context.getStateStore(QueryableStore.ITEM_PROGRESS.name());
        buyers = new Buyers(context.getStateStore(Buyers.STORE));
        published = new Publications(context.getStateStore(UNPUBLISHED), this::publish);
        tooManyItems = Tally.of(context, "items-per-window");
        rebuild();
        context.schedule(PUBLISH, PunctuationType.WALL_CLOCK_TIME, now -> trending.flush());
        context.schedule(Publications.INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> published.flush(now));
        context.schedule(EXPIRE, PunctuationType.WALL_CLOCK_TIME, now -> expire());
    }

    @Override
    public void close() {
        OpenStores.disown(context);
    }

    @Override
    public void process(Record<String, Hop> record) {
        Hop hop = record.value();
        switch (hop.getKindCase()) {
            case INTERACTION -> count(hop.getInteraction());
            case PROGRESS -> note(hop.getProgress());
            case PAIRS, BATCH, LOGIN, PROFILE, KIND_NOT_SET ->
                throw new IllegalStateException("unexpected " + hop.getKindCase());
        }
    }

    private void count(Interaction interaction) {
        clock.seen(interaction.getEventTimeMs());
        @Nullable ItemStatistics before = statistics.get(interaction.getItemId());
        ItemStatistics now = ItemCounters.add(
                before == null ? ItemStatistics.getDefaultInstance() : before, interaction, buyers.count(interaction));
        if (now.equals(ItemStatistics.getDefaultInstance())) {
            statistics.delete(interaction.getItemId());
        } else {
            statistics.put(interaction.getItemId(), now);
        }
        trending.update(interaction.getItemId(), now, interaction.getEventTimeMs());
        published.changed(interaction.getItemId(), context.currentSystemTimeMs());
    }

    private void publish(String item) {
        context.forward(new Record<>(item, Optional.ofNullable(statistics.get(item)), context.currentSystemTimeMs()));
    }

    private void note(PartitionProgress reached) {
        String database = reached.getDatabase();
        if (database.equals(BUSINESS)) { // orders come without a hop: this partition's own word
            put(database, reached.getCommitTimeUs());
        } else {
            upstream.advance(reached).ifPresent(time -> put(database, time));
        }
    }

    private void expire() {
        long asOfMs = clock.asOfMs();
        if (asOfMs < expiredAtMs - CLOCK_WENT_BACK_MS) {
            LOG.warn("the clock went back by {} ms: trending is ranked anew", expiredAtMs - asOfMs);
            expiredAtMs = asOfMs;
            rebuild();
        }
        expiredAtMs = Math.max(expiredAtMs, asOfMs);
        trending.advance();
        for (long now = trending.leftOut(); leftOut < now; leftOut++) {
            tooManyItems.hit();
        }
        if (!full && leftOut > 0) {
            full = true;
            LOG.warn(
                    "more than bounds.items-per-window={} items have a score in one window of one partition;"
                            + " the lowest are left out of trending",
                    settings.bounds().itemsPerWindow());
        }
    }

    private void put(String database, long commitTimeUs) {
        trending.flush();
        PendingWrites.write(context.taskId());
        progress.put(
                database, Progress.newBuilder().setCommitTimeUs(commitTimeUs).build());
    }

    /// Twice over the store: the lists can be ranked only when a replay clock knows where the windows end.
    private void rebuild() {
        leftOut = 0;
        trending = new TrendingLists(
                context.getStateStore(QueryableStore.TRENDING.name()),
                statistics::get,
                catalogue::get,
                new QualityFilter(settings.trendingFilter()),
                clock,
                settings.bounds());
        try (var all = statistics.written().all()) {
            all.forEachRemaining(entry -> clock.seen(entry.value.getNewestMs()));
        }
        try (var all = statistics.written().all()) {
            all.forEachRemaining(entry -> trending.rank(entry.key, entry.value));
        }
    }
}
