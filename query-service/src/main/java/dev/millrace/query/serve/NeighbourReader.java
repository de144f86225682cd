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
import java.util.function.LongPredicate;

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
    private final Cache<ItemId, Known> remembered;
    private final Cache<ItemId, Active> activities;

    /// @param maxNeighbours strongest neighbours of an item whose activity is read
    /// @param lists remembered at most; and twenty times as many activities
    public NeighbourReader(StateReader state, int maxNeighbours, int lists, MeterRegistry registry) {
        this.state = state;
        this.maxNeighbours = maxNeighbours;
        remembered = Caffeine.newBuilder()
                .maximumSize(lists)
                .expireAfterWrite(MAX_AGE)
                .recordStats()
                .build();
        activities = Caffeine.newBuilder()
                .maximumSize((long) ACTIVITIES * lists)
                .expireAfterWrite(MAX_AGE)
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(registry, remembered, "remembered-neighbours");
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

    private record Known(NeighbourEvidence evidence, OptionalLong until, boolean standby) {}

    private record Active(Optional<Activity> value, OptionalLong until, boolean standby) {}

    /// The neighbours of `page` that `shown` lets through, as they are now.
    public Answer page(ItemId page, LongPredicate shown) {
        Map<ItemId, Around> around = readLists(List.of(page));
        Map<ItemId, List<Near>> strongest = strongest(around, shown);
        return answer(page, around, strongest, readActivities(items(strongest)));
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
        boolean partial = !missing.isEmpty() && read(missing, known);
        List<NeighbourEvidence> evidence = new ArrayList<>(items.size());
        OptionalLong until = OptionalLong.of(Long.MAX_VALUE);
        boolean away = false;
        boolean standby = false;
        for (ItemId item : items) {
            Known one = known.get(item);
            evidence.add(one == null ? NeighbourEvidence.NONE : one.evidence());
            away |= one == null;
            standby |= one != null && one.standby();
            until = one == null ? until : Freshness.older(until, one.until());
        }
        return new Answer(evidence, away, partial, standby, until);
    }

    /// Reads what is not remembered, and remembers what is whole.
    ///
    /// @return whether some activity could not be read
    private boolean read(List<ItemId> missing, Map<ItemId, Known> known) {
        Map<ItemId, Around> around = readLists(missing);
        Map<ItemId, List<Near>> strongest = strongest(around, _ -> true);
        Map<ItemId, Active> active = readActivities(items(strongest));
        boolean partial = false;
        for (ItemId item : around.keySet()) {
            Answer one = answer(item, around, strongest, active);
            Known fresh = new Known(one.evidence().getFirst(), one.completeUntilUs(), one.standby());
            known.put(item, fresh);
            partial |= one.partial();
            if (!one.partial()) {
                remembered.put(item, fresh);
            }
        }
        return partial;
    }

    private Map<ItemId, List<Near>> strongest(Map<ItemId, Around> around, LongPredicate shown) {
        Map<ItemId, List<Near>> strongest = HashMap.newHashMap(around.size());
        around.forEach((item, list) -> {
            List<Near> near =
                    new ArrayList<>(Math.min(maxNeighbours, list.near().size()));
            for (Near one : list.near()) {
                if (near.size() < maxNeighbours && shown.test(one.id().code())) {
                    near.add(one);
                }
            }
            strongest.put(item, near);
        });
        return strongest;
    }

    private static Set<ItemId> items(Map<ItemId, List<Near>> strongest) {
        Set<ItemId> items = new LinkedHashSet<>();
        strongest.values().forEach(list -> list.forEach(near -> items.add(near.id())));
        return items;
    }

    /// What is known around one item.
    private static Answer answer(
            ItemId item, Map<ItemId, Around> around, Map<ItemId, List<Near>> strongest, Map<ItemId, Active> active) {
        Around list = around.get(item);
        if (list == null) {
            return new Answer(List.of(NeighbourEvidence.NONE), true, false, false, OptionalLong.of(Long.MAX_VALUE));
        }
        List<Near> near = strongest.getOrDefault(item, List.of());
        OptionalLong until = list.until();
        boolean standby = list.standby();
        boolean partial = false;
        for (Near one : near) {
            Active there = active.get(one.id());
            partial |= there == null;
            if (there != null) {
                until = Freshness.older(until, there.until());
                standby |= there.standby();
            }
        }
        return new Answer(List.of(evidence(list, near, active)), false, partial, standby, until);
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
        Batch batch = read(lookups);
        Map<ItemId, Around> read = new HashMap<>();
        for (int place = 0; place < lookups.size(); place++) {
            Lookup<Neighbours> lookup = lookups.get(place);
            Reading<Neighbours> reading = batch.readings().of(lookup);
            if (!reading.away()) {
                Neighbours found = reading.value().orElse(Neighbours.getDefaultInstance());
                read.put(
                        items.get(place),
                        new Around(
                                found.getActivity(),
                                found.getActors(),
                                near(found),
                                batch.until(lookup),
                                batch.standby()));
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
        Batch batch = read(lookups);
        for (int place = 0; place < lookups.size(); place++) {
            Lookup<Activity> lookup = lookups.get(place);
            Reading<Activity> reading = batch.readings().of(lookup);
            if (!reading.away()) {
                Active active = new Active(reading.value(), batch.until(lookup), batch.standby());
                known.put(missing.get(place), active);
                activities.put(missing.get(place), active);
            }
        }
        return known;
    }

    /// Answers, and how far each partition that was asked has come.
    private record Batch(Readings readings, Map<Integer, OptionalLong> untilByPartition, boolean standby) {
        OptionalLong until(Lookup<?> lookup) {
            return untilByPartition.getOrDefault(lookup.partition(), OptionalLong.empty());
        }
    }

    /// Progress stands before the values it speaks for. The lookups are of one kind of store.
    private Batch read(List<? extends Lookup<?>> lookups) {
        Map<Integer, List<Lookup<Progress>>> progress = new HashMap<>();
        for (Lookup<?> lookup : lookups) {
            progress.computeIfAbsent(lookup.partition(), _ -> Freshness.of(lookup));
        }
        List<Lookup<?>> batch = new ArrayList<>();
        progress.values().forEach(batch::addAll);
        batch.addAll(lookups);
        Readings readings = state.read(batch);
        Map<Integer, OptionalLong> until = new HashMap<>();
        progress.forEach((partition, both) -> until.put(partition, Freshness.completeUntilUs(readings, both)));
        return new Batch(readings, until, readings.fromStandby());
    }
}
