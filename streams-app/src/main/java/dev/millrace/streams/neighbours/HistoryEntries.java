package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.HistoryEntry;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.streams.interaction.Interactions;
import java.util.List;

/// One item in an actor's history: how strongly the actor is tied to it, and where it stands.
final class HistoryEntries {
    /// Strengths in hundredths.
    static final int ORDERED = 100;

    static final int CARTED = 60;
    static final int CLICKED = 40;
    static final int VIEWED = 25;

    private HistoryEntries() {}

    /// 1 when it was ordered, 0.6 when it lies in an open cart, 0.4 when only a recommendation of it was
    /// clicked, 0.25 when it was only viewed; in hundredths.
    static int strength(HistoryEntry entry) {
        if (entry.getOrders() > 0) {
            return ORDERED;
        }
        if (entry.getCarts() > 0) {
            return CARTED;
        }
        if (entry.getClicks() > 0) {
            return CLICKED;
        }
        return entry.getViews() > 0 ? VIEWED : 0;
    }

    /// `entry` with one more interaction. A retraction takes the count back, not the time.
    static HistoryEntry count(HistoryEntry entry, Interaction interaction) {
        int sign = Interactions.sign(interaction);
        HistoryEntry.Builder next = entry.toBuilder();
        switch (interaction.getKind()) {
            case ORDER -> next.setOrders(Math.max(0, entry.getOrders() + sign));
            case CLICK -> next.setClicks(Math.max(0, entry.getClicks() + sign));
            case VIEW -> next.setViews(Math.max(0, entry.getViews() + sign));
            case CART -> next.setCarts(Math.max(0, entry.getCarts() + sign));
            case SEARCH, INTERACTION_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalStateException("not of an item: " + interaction.getInteractionId());
        }
        if (sign > 0) {
            next.setLastTimeMs(Math.max(entry.getLastTimeMs(), interaction.getEventTimeMs()));
        }
        return next.build();
    }

    /// Where `entry` belongs in `sorted`, oldest first; of one time, the one that came later is the newer: the
    /// lines of an order stand in the order in which they were written.
    static int place(List<HistoryEntry> sorted, HistoryEntry entry) {
        int place = sorted.size();
        while (place > 0 && sorted.get(place - 1).getLastTimeMs() > entry.getLastTimeMs()) {
            place--;
        }
        return place;
    }
}
