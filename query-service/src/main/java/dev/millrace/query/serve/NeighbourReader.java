package dev.millrace.query.serve;

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
import dev.millrace.query.state.Readings;
import dev.millrace.query.state.StateReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/// Reads an item's neighbours, then the activity of the strongest of them: two round trips.
public final class NeighbourReader {
    private final StateReader state;
    private final int maxNeighbours;

    public NeighbourReader(StateReader state, int maxNeighbours) {
        this.state = state;
        this.maxNeighbours = maxNeighbours;
    }

    /// What is known of behaviour around an item.
    ///
    /// @param away nobody has the item's neighbours at the moment
    /// @param partial some activity could not be read, the page item's own stands for it
    /// @param completeUntilUs see [Freshness]
    public record Answer(
            NeighbourEvidence evidence, boolean away, boolean partial, boolean standby, OptionalLong completeUntilUs) {}

    /// The neighbours of `page` that `shown` lets through.
    public Answer read(ItemId page, Predicate<ItemId> shown) {
        Lookup<Neighbours> own = Lookup.of(QueryableStore.NEIGHBOURS, page);
        List<Lookup<Progress>> progress = Freshness.of(own);
        List<Lookup<?>> batch = new ArrayList<>(progress);
        batch.add(own);
        Readings readings = state.read(batch);
        OptionalLong until = Freshness.completeUntilUs(readings, progress);
        if (readings.of(own).away()) {
            return new Answer(NeighbourEvidence.NONE, true, false, false, OptionalLong.empty());
        }
        Optional<Neighbours> found = readings.of(own).value();
        List<Neighbour> strongest = found.map(Neighbours::getItemsList).orElse(List.of()).stream()
                .filter(neighbour ->
                        ItemId.parse(neighbour.getItemId()).filter(shown).isPresent())
                .limit(maxNeighbours)
                .toList();
        if (strongest.isEmpty()) {
            return new Answer(NeighbourEvidence.NONE, false, false, readings.fromStandby(), until);
        }
        return withActivities(found.orElseThrow(), strongest, until, readings.fromStandby());
    }

    private Answer withActivities(Neighbours page, List<Neighbour> strongest, OptionalLong until, boolean standby) {
        Set<Lookup<Progress>> progress = new HashSet<>();
        List<Lookup<Activity>> others = new ArrayList<>();
        for (Neighbour neighbour : strongest) {
            Lookup<Activity> other = Lookup.of(
                    QueryableStore.ACTIVITY, ItemId.parse(neighbour.getItemId()).orElseThrow());
            others.add(other);
            progress.addAll(Freshness.of(other));
        }
        List<Lookup<?>> batch = new ArrayList<>(progress);
        batch.addAll(others);
        Readings readings = state.read(batch);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            Optional<Activity> there = readings.of(others.get(i)).value();
            Neighbour pair = strongest.get(i);
            pairs.add(new Pair(
                    ItemId.parse(pair.getItemId()).orElseThrow(),
                    pair.getNext(),
                    pair.getBefore(),
                    there.map(Activity::getStrength).orElse(page.getActivity()),
                    there.map(Activity::getActors).orElse(page.getActors())));
        }
        return new Answer(
                new NeighbourEvidence(page.getActivity(), page.getActors(), pairs),
                false,
                readings.anyAway(others),
                standby || readings.fromStandby(),
                Freshness.older(until, Freshness.completeUntilUs(readings, List.copyOf(progress))));
    }
}
