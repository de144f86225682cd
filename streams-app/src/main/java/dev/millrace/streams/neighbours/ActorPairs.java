package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.ActorHistory;
import dev.millrace.contract.proto.HistoryEntry;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.PairUpdate;
import java.util.ArrayList;
import java.util.List;

/// What one interaction does to the pairs of its actor.
///
/// The actor's history is a sorted list, and [Pairing] says which pairs a list makes. So an interaction makes
/// exactly the difference between the pairs of the list before and after it: over all time, the sum of the
/// updates equals the pairs of the histories as they stand, whatever was retracted or pushed out. Pure.
final class ActorPairs {

    private ActorPairs() {}

    /// @param history what is kept from now on, oldest first
    /// @param updates what changed, one for each item that is touched
    record Result(ActorHistory history, List<PairUpdate> updates) {}

    /// @param maxItems length of the history; an older item is pushed out and takes its pairs and its activity
    ///     along
    static Result apply(ActorHistory history, Interaction interaction, int maxItems) {
        List<HistoryEntry> before = history.getEntriesList();
        List<HistoryEntry> changed = changed(before, interaction);
        List<HistoryEntry> kept = changed.subList(Math.max(0, changed.size() - maxItems), changed.size());
        PairDifference difference = new PairDifference();
        difference.add(before, changed);
        difference.add(changed, kept);
        return new Result(ActorHistory.newBuilder().addAllEntries(kept).build(), difference.updates());
    }

    private static List<HistoryEntry> changed(List<HistoryEntry> before, Interaction interaction) {
        List<HistoryEntry> entries = new ArrayList<>(before.size() + 1);
        HistoryEntry entry =
                HistoryEntry.newBuilder().setItemId(interaction.getItemId()).build();
        for (HistoryEntry known : before) {
            if (known.getItemId().equals(interaction.getItemId())) {
                entry = known;
            } else {
                entries.add(known);
            }
        }
        HistoryEntry counted = HistoryEntries.count(entry, interaction);
        if (HistoryEntries.strength(counted) > 0) {
            entries.add(HistoryEntries.place(entries, counted, interaction.getActor()), counted);
        }
        return entries;
    }
}
