package dev.millrace.query.serve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Activity;
import dev.millrace.contract.proto.Neighbour;
import dev.millrace.contract.proto.Neighbours;
import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.query.recall.NeighbourEvidence;
import dev.millrace.query.recall.NeighbourEvidence.Pair;
import dev.millrace.query.state.Freshness;
import dev.millrace.query.state.Lookup;
import dev.millrace.query.state.Reading;
import dev.millrace.query.state.Readings;
import dev.millrace.query.state.StateReader;
import dev.millrace.query.statistics.ActivityIndex;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Reads items' neighbours, less what is remembered; by how much they count is in memory ([ActivityIndex]).
///
/// A page item's list is read for every request: what was just learnt shows in the next answer. Lists of a history are
/// remembered for a second at most; an answer says how old the oldest is.
public final class NeighbourReader {
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private final StateReader state;
    private final ActivityIndex activities;
    private final int maxNeighbours;
    private final Cache<ItemId, Known> remembered;

    /// @param maxNeighbours strongest neighbours of an item that count
    /// @param lists remembered at most
    public NeighbourReader(
            StateReader state, ActivityIndex activities, int maxNeighbours, int lists, MeterRegistry registry) {
        this.state = state;
        this.activities = activities;
        this.maxNeighbours = maxNeighbours;
        remembered = Caffeine.newBuilder()
                .maximumSize(lists)
                .expireAfterWrite(MAX_AGE)
                .executor(Runnable::run) // its upkeep is short: to wake another thread costs more
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(registry, remembered, "remembered-neighbours");
    }

    /// What is known of behaviour around items.
    ///
    /// @param evidence in the order of the items; [NeighbourEvidence#NONE] where nothing is known
    /// @param away nobody has the neighbours of one of them at the moment
    /// @param partial activities have not all been read since the start, an item's own stands for what is unknown
    /// @param completeUntilUs see [Freshness]; of what is not away
    public record Answer(
            List<NeighbourEvidence> evidence,
            boolean away,
            boolean partial,
            boolean standby,
            OptionalLong completeUntilUs) {
        static final Answer NOTHING = new Answer(List.of(), false, false, false, OptionalLong.of(Long.MAX_VALUE));
    }

    private record Known(NeighbourEvidence evidence, OptionalLong until, boolean standby) {}

    /// What is to be read of items: progress stands before the values it speaks for.
    private record Batch(
            List<ItemId> items, List<Lookup<Neighbours>> lookups, Map<Integer, List<Lookup<Progress>>> progress) {
        static Batch of(List<ItemId> items) {
            List<Lookup<Neighbours>> lookups = new ArrayList<>(items.size());
            Map<Integer, List<Lookup<Progress>>> progress = new HashMap<>();
            for (ItemId item : items) {
                Lookup<Neighbours> lookup = Lookup.of(QueryableStore.NEIGHBOURS, item);
                lookups.add(lookup);
                progress.computeIfAbsent(lookup.partition(), _ -> Freshness.of(lookup));
            }
            return new Batch(items, lookups, progress);
        }

        List<Lookup<?>> all() {
            List<Lookup<?>> all = new ArrayList<>();
            progress.values().forEach(all::addAll);
            all.addAll(lookups);
            return all;
        }
    }

    /// What has to be read for [#page].
    List<Lookup<?>> lookups(ItemId page) {
        return Batch.of(List.of(page)).all();
    }

    /// The neighbours of `page` that `shown` lets through, as they were read.
    ///
    /// @param shown by [ItemId#code]
    /// @param readings of [#lookups], and of others maybe
    Answer page(ItemId page, LongPredicate shown, Readings readings) {
        boolean whole = activities.isComplete(); // before they are asked
        return answer(List.of(page), known(Batch.of(List.of(page)), shown, readings), whole);
    }

    /// Those of the items of a history, as they were a second ago at most.
    public Answer recent(List<ItemId> items) {
        Map<ItemId, Known> known = HashMap.newHashMap(items.size());
        List<ItemId> missing = new ArrayList<>();
        for (ItemId item : items) {
            Known one = remembered.getIfPresent(item);
            if (one == null) {
                missing.add(item);
            } else {
                known.put(item, one);
            }
        }
        boolean whole = activities.isComplete();
        if (!missing.isEmpty()) {
            Batch batch = Batch.of(missing);
            Map<ItemId, Known> read = known(batch, _ -> true, state.read(batch.all()));
            known.putAll(read);
            if (whole) {
                remembered.putAll(read);
            }
        }
        return answer(items, known, whole);
    }

    private static Answer answer(List<ItemId> items, Map<ItemId, Known> known, boolean whole) {
        List<NeighbourEvidence> evidence = new ArrayList<>(items.size());
        OptionalLong until = OptionalLong.of(Long.MAX_VALUE);
        boolean away = false;
        boolean standby = false;
        for (ItemId item : items) {
            @Nullable Known one = known.get(item);
            if (one == null) {
                away = true;
                evidence.add(NeighbourEvidence.NONE);
            } else {
                evidence.add(one.evidence());
                standby |= one.standby();
                until = Freshness.older(until, one.until());
            }
        }
        return new Answer(evidence, away, !whole, standby, until);
    }

    /// Of those that are not away.
    private Map<ItemId, Known> known(Batch batch, LongPredicate shown, Readings readings) {
        List<ItemId> items = batch.items();
        Map<Integer, OptionalLong> until = new HashMap<>();
        batch.progress().forEach((partition, both) -> until.put(partition, Freshness.completeUntilUs(readings, both)));
        boolean standby = readings.fromStandby();
        Map<ItemId, Known> known = HashMap.newHashMap(items.size());
        for (int place = 0; place < items.size(); place++) {
            Lookup<Neighbours> lookup = batch.lookups().get(place);
            Reading<Neighbours> reading = readings.of(lookup);
            if (!reading.away()) {
                NeighbourEvidence evidence =
                        reading.value().map(found -> evidence(found, shown)).orElse(NeighbourEvidence.NONE);
                OptionalLong ofPartition = until.getOrDefault(lookup.partition(), OptionalLong.empty());
                known.put(items.get(place), new Known(evidence, ofPartition, standby));
            }
        }
        return known;
    }

    private NeighbourEvidence evidence(Neighbours found, LongPredicate shown) {
        List<Pair> pairs = new ArrayList<>(Math.min(maxNeighbours, found.getItemsCount()));
        for (Neighbour one : found.getItemsList()) {
            if (pairs.size() == maxNeighbours) {
                break;
            }
            long code = ItemId.parse(one.getItemId()).map(ItemId::code).orElse(0L);
            if (code != 0 && shown.test(code)) {
                @Nullable Activity there = activities.of(code);
                pairs.add(new Pair(
                        code,
                        one.getNext(),
                        one.getBefore(),
                        there == null ? found.getActivity() : there.getStrength(),
                        there == null ? found.getActors() : there.getActors()));
            }
        }
        return new NeighbourEvidence(found.getActivity(), found.getActors(), pairs);
    }
}
