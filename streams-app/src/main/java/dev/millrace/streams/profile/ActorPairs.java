package dev.millrace.streams.profile;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ActorHistory;
import dev.millrace.contract.proto.HistoryEntry;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.Neighbour;
import dev.millrace.contract.proto.PairUpdate;
import dev.millrace.streams.interaction.Interactions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which pairs of items one actor makes.
///
/// An actor ties to an item with a strength: 1 when it was ordered, 0.4 when only a recommendation of it was clicked,
/// 0.25 when it was only viewed (hundredths in the code). Two items of one actor are paired by the smaller of their
/// two
/// strengths. An interaction changes one strength; the difference of every pair it takes part in goes out. Pure.
///
/// Bounded: the newest items of an actor are kept. One that is pushed out keeps the pairs it made.
final class ActorPairs {
    static final int ORDERED = 100;
    static final int CLICKED = 40;
    static final int VIEWED = 25;

    private static final Comparator<HistoryEntry> OLDEST_FIRST = Comparator.comparingLong(HistoryEntry::getLastTimeMs)
            .thenComparing(HistoryEntry::getItemId, ItemId::compareKeys);

    private ActorPairs() {}

    /// @param history what is kept from now on
    /// @param updates what changed, one for each item that is touched
    record Result(ActorHistory history, List<PairUpdate> updates) {}

    static Result apply(ActorHistory history, Interaction interaction, int maxItems) {
        String item = interaction.getItemId();
        HistoryEntry before = history.getEntriesList().stream()
                .filter(entry -> entry.getItemId().equals(item))
                .findFirst()
                .orElse(HistoryEntry.newBuilder().setItemId(item).build());
        HistoryEntry after = count(before, interaction);
        List<HistoryEntry> others = history.getEntriesList().stream()
                .filter(entry -> !entry.getItemId().equals(item))
                .toList();
        return new Result(keep(others, after, maxItems), updates(others, item, strength(before), strength(after)));
    }

    static int strength(HistoryEntry entry) {
        if (entry.getOrders() > 0) {
            return ORDERED;
        }
        if (entry.getClicks() > 0) {
            return CLICKED;
        }
        return entry.getViews() > 0 ? VIEWED : 0;
    }

    private static HistoryEntry count(HistoryEntry entry, Interaction interaction) {
        int sign = Interactions.sign(interaction);
        HistoryEntry.Builder next = entry.toBuilder();
        switch (interaction.getKind()) {
            case ORDER -> next.setOrders(Math.max(0, entry.getOrders() + sign));
            case CLICK -> next.setClicks(Math.max(0, entry.getClicks() + sign));
            case VIEW -> next.setViews(Math.max(0, entry.getViews() + sign));
            case INTERACTION_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalStateException("interaction without kind: " + interaction.getInteractionId());
        }
        if (sign > 0) {
            next.setLastTimeMs(Math.max(entry.getLastTimeMs(), interaction.getEventTimeMs()));
        }
        return next.build();
    }

    private static ActorHistory keep(List<HistoryEntry> others, HistoryEntry changed, int maxItems) {
        List<HistoryEntry> entries = new ArrayList<>(others);
        if (strength(changed) > 0) {
            entries.add(changed);
        }
        entries.sort(OLDEST_FIRST);
        int surplus = Math.max(0, entries.size() - maxItems);
        return ActorHistory.newBuilder()
                .addAllEntries(entries.subList(surplus, entries.size()))
                .build();
    }

    private static List<PairUpdate> updates(List<HistoryEntry> others, String item, int before, int after) {
        if (before == after) {
            return List.of();
        }
        List<PairUpdate> updates = new ArrayList<>(others.size() + 1);
        PairUpdate.Builder own = PairUpdate.newBuilder().setItemId(item).setActivityDelta(after - before);
        for (HistoryEntry other : others) {
            int partner = strength(other);
            int delta = Math.min(after, partner) - Math.min(before, partner);
            if (delta != 0) {
                own.addDeltas(neighbour(other.getItemId(), delta));
                updates.add(PairUpdate.newBuilder()
                        .setItemId(other.getItemId())
                        .addDeltas(neighbour(item, delta))
                        .build());
            }
        }
        updates.add(own.build());
        return updates;
    }

    private static Neighbour neighbour(String item, int delta) {
        return Neighbour.newBuilder().setItemId(item).setStrength(delta).build();
    }
}
