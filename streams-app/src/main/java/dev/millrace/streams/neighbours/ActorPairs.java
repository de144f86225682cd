package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.ActorHistory;
import dev.millrace.contract.proto.HistoryEntry;
import dev.millrace.contract.proto.Interaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one interaction does to the pairs of its actor.
///
/// The actor's history is a sorted list, and [Pairing] says which pairs a list makes. An interaction makes
/// exactly the difference between the pairs of the list before and after it: what is retracted takes back what
/// it had added, whatever came in between. An item that is pushed out of a full history leaves its pairs
/// behind: the actor did take it. Pure.
final class ActorPairs {

    private ActorPairs() {}

    /// The history from now on, oldest first.
    ///
    /// @param maxItems length of the history; an older item is pushed out
    /// @param deltas takes what changes
    static ActorHistory apply(ActorHistory history, Interaction interaction, int maxItems, PairDeltas deltas) {
        List<HistoryEntry> before = history.getEntriesList();
        List<HistoryEntry> after = new ArrayList<>(before.size() + 1);
        @Nullable HistoryEntry known = null;
        for (HistoryEntry other : before) {
            if (other.getItemId().equals(interaction.getItemId())) {
                known = other;
            } else {
                after.add(other);
            }
        }
        HistoryEntry entry = HistoryEntries.count(known == null ? first(history, interaction) : known, interaction);
        boolean stays = HistoryEntries.strength(entry) > 0;
        if (stays && known == null) {
            entered(after, entry, 1, deltas);
        } else if (!stays && known != null) {
            entered(after, known, -1, deltas);
        }
        if (stays) {
            after.add(HistoryEntries.place(after, entry), entry);
        }
        NextPairs.step(before, after, deltas);
        boolean isNew = stays && known == null;
        return ActorHistory.newBuilder()
                .setNextEntered(history.getNextEntered() + (isNew ? 1 : 0))
                .addAllEntries(after.subList(Math.max(0, after.size() - maxItems), after.size()))
                .build();
    }

    private static HistoryEntry first(ActorHistory history, Interaction interaction) {
        return HistoryEntry.newBuilder()
                .setItemId(interaction.getItemId())
                .setEntered(history.getNextEntered())
                .setEnteredTimeMs(interaction.getEventTimeMs())
                .build();
    }

    /// `entry` enters, or leaves, a history of these others.
    private static void entered(List<HistoryEntry> others, HistoryEntry entry, int sign, PairDeltas deltas) {
        PairDeltas.OfItem item = deltas.of(entry.getItemId());
        item.actors(sign);
        for (HistoryEntry other : others) {
            if (Pairing.isBefore(other, entry)) {
                item.before(other.getItemId(), sign);
            } else if (Pairing.isBefore(entry, other)) {
                deltas.of(other.getItemId()).before(entry.getItemId(), sign);
            }
        }
    }
}
