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
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/// Reads items' neighbours, then the activity of the strongest of them: two round trips, less what is remembered.
///
/// A page item's list is read for every request: what was just learnt shows in the next answer. Lists of a history, and
/// activities, by which scores are normalised, are remembered for a second at most; an answer says how old the oldest
/// is.
public final class NeighbourReader {
    private static final Duration MAX_AGE = Duration.ofSeconds(1);
    private static final int ACTIVITIES = 20;

    private final StateReader state;
    private final int maxNeighbours;
    private final Cache<ItemId, Around> lists;
    private final Cache<ItemId, Active> activities;

    /// @param maxNeighbours strongest neighbours of an item whose activity is read
    /// @param remembered lists at most; and twenty times as many activities
    public NeighbourReader(StateReader state, int maxNeighbours, int remembered, MeterRegistry registry) {
        this.state = state;
        this.maxNeighbours = maxNeighbours;
        lists = Caffeine.newBuilder()
                .maximumSize(remembered)
                .expireAfterWrite(MAX_AGE)
                .recordStats()
                .build();
        activities = Caffeine.newBuilder()
                .maximumSize((long) ACTIVITIES * remembered)
                .expireAfterWrite(MAX_AGE)
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(registry, lists, "remembered-lists");
        CaffeineCacheMetrics.monitor(registry, activities, "remembered-activities");
    }

    /// What is known of behaviour around items.
    ///
    /// @param evidence in the order of the items; [NeighbourEvidence#NONE] where nothing is known
    /// @param away nobody has the neighbours of one of them at the moment
    /// @param partial some activity could not be read, its item's own stands for it
    /// @param completeUntilUs see [Freshness]; of what is not away
    public record Answer(
            List<NeighbourEvidence> evidence,
            boolean away,
            boolean partial,
            boolean standby,
            OptionalLong completeUntilUs) {
        static final Answer NOTHING = new Answer(List.of(), false, false, false, OptionalLong.of(Long.MAX_VALUE));
    }

    private record Near(ItemId id, long next, long before) {}

    /// @param near strongest first
    private record Around(long activity, long actors, List<Near> near, OptionalLong until, boolean standby) {}

    private record Active(Optional<Activity> value, OptionalLong until, boolean standby) {}

    /// The neighbours of `page` that `shown` lets through, as they are now.
    public Answer page(ItemId page, Predicate<ItemId> shown) {
        return answer(List.of(page), readLists(List.of(page)), shown);
    }

    /// Those of the items of a history, as they were a second ago at most.
    public Answer recent(List<ItemId> items) {
        if (items.isEmpty()) {
            return Answer.NOTHING;
        }
        Map<ItemId, Around> known = new HashMap<>(lists.getAllPresent(items));
        List<ItemId> missing =
                items.stream().filter(item -> !known.containsKey(item)).toList();
        if (!missing.isEmpty()) {
            Map<ItemId, Around> read = readLists(missing);
            lists.putAll(read);
            known.putAll(read);
        }
        return answer(items, known, _ -> true);
    }

    private Answer answer(List<ItemId> items, Map<ItemId, Around> around, Predicate<ItemId> shown) {
        Map<ItemId, List<Near>> strongest = new HashMap<>();
        Set<ItemId> others = new LinkedHashSet<>();
        around.forEach((item, list) -> {
            List<Near> near =
                    new ArrayList<>(Math.min(maxNeighbours, list.near().size()));
            for (Near one : list.near()) {
                if (near.size() < maxNeighbours && shown.test(one.id())) {
                    near.add(one);
                    others.add(one.id());
                }
            }
            strongest.put(item, near);
        });
        Map<ItemId, Active> active = readActivities(others);
        List<NeighbourEvidence> evidence = new ArrayList<>(items.size());
        for (ItemId item : items) {
            Around list = around.get(item);
            evidence.add(
                    list == null
                            ? NeighbourEvidence.NONE
                            : evidence(list, strongest.getOrDefault(item, List.of()), active));
        }
        OptionalLong until = OptionalLong.of(Long.MAX_VALUE);
        boolean standby = false;
        for (Around list : around.values()) {
            until = Freshness.older(until, list.until());
            standby |= list.standby();
        }
        for (Active one : active.values()) {
            until = Freshness.older(until, one.until());
            standby |= one.standby();
        }
        return new Answer(
                evidence, around.size() < Set.copyOf(items).size(), active.size() < others.size(), standby, until);
    }

    private static NeighbourEvidence evidence(Around list, List<Near> strongest, Map<ItemId, Active> active) {
        List<Pair> pairs = new ArrayList<>(strongest.size());
        for (Near near : strongest) {
            Active there = active.get(near.id());
            Activity counts = there == null ? null : there.value().orElse(null);
            pairs.add(new Pair(
                    near.id(),
                    near.next(),
                    near.before(),
                    counts == null ? list.activity() : counts.getStrength(),
                    counts == null ? list.actors() : counts.getActors()));
        }
        return new NeighbourEvidence(list.activity(), list.actors(), pairs);
    }

    /// Of those that are not away.
    private Map<ItemId, Around> readLists(List<ItemId> items) {
        List<Lookup<Neighbours>> lookups = items.stream()
                .map(item -> Lookup.of(QueryableStore.NEIGHBOURS, item))
                .toList();
        Readings readings = state.read(withProgress(lookups));
        boolean standby = readings.fromStandby();
        Map<ItemId, Around> read = new HashMap<>();
        for (int place = 0; place < lookups.size(); place++) {
            Lookup<Neighbours> lookup = lookups.get(place);
            Reading<Neighbours> reading = readings.of(lookup);
            if (!reading.away()) {
                Neighbours found = reading.value().orElse(Neighbours.getDefaultInstance());
                OptionalLong until = Freshness.completeUntilUs(readings, Freshness.of(lookup));
                read.put(
                        items.get(place),
                        new Around(found.getActivity(), found.getActors(), near(found), until, standby));
            }
        }
        return read;
    }

    private static List<Near> near(Neighbours found) {
        List<Near> near = new ArrayList<>(found.getItemsCount());
        for (Neighbour one : found.getItemsList()) {
            ItemId.parse(one.getItemId()).ifPresent(id -> near.add(new Near(id, one.getNext(), one.getBefore())));
        }
        return near;
    }

    /// Of those that are not away.
    private Map<ItemId, Active> readActivities(Set<ItemId> items) {
        Map<ItemId, Active> known = HashMap.newHashMap(items.size());
        List<ItemId> missing = new ArrayList<>();
        for (ItemId item : items) {
            Active active = activities.getIfPresent(item);
            if (active == null) {
                missing.add(item);
            } else {
                known.put(item, active);
            }
        }
        if (missing.isEmpty()) {
            return known;
        }
        List<Lookup<Activity>> lookups = missing.stream()
                .map(item -> Lookup.of(QueryableStore.ACTIVITY, item))
                .toList();
        Readings readings = state.read(withProgress(lookups));
        boolean standby = readings.fromStandby();
        for (int place = 0; place < lookups.size(); place++) {
            Lookup<Activity> lookup = lookups.get(place);
            Reading<Activity> reading = readings.of(lookup);
            if (!reading.away()) {
                OptionalLong until = Freshness.completeUntilUs(readings, Freshness.of(lookup));
                Active active = new Active(reading.value(), until, standby);
                known.put(missing.get(place), active);
                activities.put(missing.get(place), active);
            }
        }
        return known;
    }

    /// Progress stands before the values it speaks for.
    private static List<Lookup<?>> withProgress(List<? extends Lookup<?>> lookups) {
        Set<Lookup<Progress>> progress = new LinkedHashSet<>();
        lookups.forEach(lookup -> progress.addAll(Freshness.of(lookup)));
        List<Lookup<?>> batch = new ArrayList<>(progress);
        batch.addAll(lookups);
        return batch;
    }
}
