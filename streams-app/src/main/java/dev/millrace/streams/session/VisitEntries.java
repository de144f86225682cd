package dev.millrace.streams.session;

import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.SessionItem;
import dev.millrace.contract.proto.SessionItems;
import dev.millrace.contract.proto.VisitItem;
import dev.millrace.contract.proto.VisitItems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a visit took: its interactions that stand, newest last, each with its item.
///
/// Views, clicks, carts and orders count alike. An item stays as long as one interaction with it stands. The
/// result is the same for every order of interactions until the bound has pushed one out; then it follows from
/// the visit's log. Pure.
final class VisitEntries {
    private static final Comparator<VisitItem> OLDEST_FIRST =
            Comparator.comparingLong(VisitItem::getTimeMs).thenComparing(VisitItem::getInteractionId);

    private VisitEntries() {}

    /// `visit` with one interaction more, or less.
    ///
    /// @param length newest interactions that are kept
    static VisitItems apply(VisitItems visit, Interaction interaction, int length) {
        List<VisitItem> entries = new ArrayList<>(visit.getEntriesList());
        entries.removeIf(entry -> entry.getInteractionId().equals(interaction.getInteractionId()));
        if (interaction.getEffect() != Effect.RETRACT) {
            VisitItem added = VisitItem.newBuilder()
                    .setInteractionId(interaction.getInteractionId())
                    .setItemId(interaction.getItemId())
                    .setTimeMs(interaction.getEventTimeMs())
                    .build();
            int place = entries.size();
            while (place > 0 && OLDEST_FIRST.compare(entries.get(place - 1), added) > 0) {
                place--;
            }
            entries.add(place, added);
        }
        return VisitItems.newBuilder()
                .addAllEntries(entries.subList(Math.max(0, entries.size() - length), entries.size()))
                .build();
    }

    /// When the visit took something last; 0 when nothing of it stands.
    static long lastMs(VisitItems visit) {
        return visit.getEntriesCount() == 0
                ? 0
                : visit.getEntriesList().getLast().getTimeMs();
    }

    /// The visit's items, each once where it was taken last.
    static SessionItems items(VisitItems visit) {
        Map<String, Long> last = new LinkedHashMap<>();
        for (VisitItem entry : visit.getEntriesList()) {
            last.remove(entry.getItemId());
            last.put(entry.getItemId(), entry.getTimeMs());
        }
        SessionItems.Builder items = SessionItems.newBuilder();
        last.forEach((item, timeMs) ->
                items.addItems(SessionItem.newBuilder().setItemId(item).setTimeMs(timeMs)));
        return items.build();
    }
}
