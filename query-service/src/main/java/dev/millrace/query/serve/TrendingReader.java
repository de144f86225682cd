package dev.millrace.query.serve;

import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.proto.RankedItems;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.topic.Topics;
import dev.millrace.query.recommend.TrendingMerge;
import dev.millrace.query.recommend.TrendingMerge.Ranked;
import dev.millrace.query.state.AsOf;
import dev.millrace.query.state.Freshness;
import dev.millrace.query.state.Lookup;
import dev.millrace.query.state.Reading;
import dev.millrace.query.state.Readings;
import dev.millrace.query.state.StateReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads trending lists of all partitions in one batch and merges them.
public final class TrendingReader {
    private final StateReader state;
    private final AsOf asOf;

    public TrendingReader(StateReader state, AsOf asOf) {
        this.state = state;
        this.asOf = asOf;
    }

    /// The merged lists of some windows at one moment.
    ///
    /// @param asOfMs newest end of the windows
    /// @param completeUntilUs see [Freshness]
    /// @param standby whether a copy that may lag took part
    public record Snapshot(
            Map<TimeWindow, List<Ranked>> lists, long asOfMs, OptionalLong completeUntilUs, boolean standby) {
        public Snapshot {
            lists = Map.copyOf(lists);
        }

        /// The list of one of the windows that were asked for.
        public List<Ranked> of(TimeWindow window) {
            return lists.getOrDefault(window, List.of());
        }
    }

    /// The lists of `windows`; empty when a partition is away, for a list without it would be wrong.
    public Optional<Snapshot> read(TimeWindow... windows) {
        List<Lookup<Progress>> progress = new ArrayList<>();
        Map<TimeWindow, List<Lookup<RankedItems>>> values = new HashMap<>();
        List<Lookup<?>> batch = new ArrayList<>();
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            for (TimeWindow window : windows) {
                values.computeIfAbsent(window, w -> new ArrayList<>())
                        .add(new Lookup<>(QueryableStore.TRENDING, partition, window.label()));
            }
            progress.addAll(Freshness.of(new Lookup<>(QueryableStore.TRENDING, partition, "")));
        }
        batch.addAll(progress);
        values.values().forEach(batch::addAll);
        Readings readings = state.read(batch);
        return readings.anyAway(batch) ? Optional.empty() : Optional.of(snapshot(readings, progress, values));
    }

    private Snapshot snapshot(
            Readings readings, List<Lookup<Progress>> progress, Map<TimeWindow, List<Lookup<RankedItems>>> values) {
        Map<TimeWindow, List<Ranked>> lists = new HashMap<>();
        long newest = 0;
        for (var entry : values.entrySet()) {
            List<RankedItems> parts = entry.getValue().stream()
                    .map(readings::of)
                    .map(Reading::value)
                    .flatMap(Optional::stream)
                    .toList();
            lists.put(entry.getKey(), TrendingMerge.merge(parts));
            newest = Math.max(newest, TrendingMerge.asOfMs(parts));
        }
        return new Snapshot(
                lists, asOf.raise(newest), Freshness.completeUntilUs(readings, progress), readings.fromStandby());
    }
}
