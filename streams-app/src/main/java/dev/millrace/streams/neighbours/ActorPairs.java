package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.ActorHistory;
import dev.millrace.contract.proto.HistoryEntry;
import dev.millrace.contract.proto.Interaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        Optional<HistoryEntry> known = before.stream()
                .filter(entry -> entry.getItemId().equals(interaction.getItemId()))
                .findFirst();
        HistoryEntry entry = HistoryEntries.count(
                known.orElseGet(() -> HistoryEntry.newBuilder()
                        .setItemId(interaction.getItemId())
                        .setEntered(history.getNextEntered())
                        .setEnteredTimeMs(interaction.getEventTimeMs())
                        .build()),
                interaction);
        boolean stays = HistoryEntries.strength(entry) > 0;
        List<HistoryEntry> after = new ArrayList<>(before.size() + 1);
        before.stream().filter(other -> known.isEmpty() || other != known.get()).forEach(after::add);
        if (stays && known.isEmpty()) {
            entered(after, entry, 1, deltas);
        } else if (!stays && known.isPresent()) {
            entered(after, known.get(), -1, deltas);
        }
        if (stays) {
            after.add(HistoryEntries.place(after, entry), entry);
        }
        NextPairs.step(before, after, deltas);
        boolean isNew = stays && known.isEmpty();
        return ActorHistory.newBuilder()
                .setNextEntered(history.getNextEntered() + (isNew ? 1 : 0))
                .addAllEntries(after.subList(Math.max(0, after.size() - maxItems), after.size()))
                .build();
    }

    /// `entry` enters, or leaves, a history of these others.
    private static void entered(List<HistoryEntry> others, HistoryEntry entry, int sign, PairDeltas deltas) {
        deltas.actors(entry.getItemId(), sign);
        for (HistoryEntry other : others) {
            if (Pairing.isBefore(other, entry)) {
                deltas.before(entry.getItemId(), other.getItemId(), sign);
            } else if (Pairing.isBefore(entry, other)) {
                deltas.before(other.getItemId(), entry.getItemId(), sign);
            }
        }
    }
}
