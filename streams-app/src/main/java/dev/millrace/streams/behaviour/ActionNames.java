package dev.millrace.streams.behaviour;

import dev.millrace.contract.capture.ActionName;
import dev.millrace.contract.proto.ActionMeaning;
import java.util.Optional;

/// What a `log_action` name means to us, as kept in the reduced table: an item, an event word, or nothing.
/// Pure.
final class ActionNames {

    private ActionNames() {}

    /// The meaning of a name of that type; empty when it has none.
    static Optional<ActionMeaning> meaning(int type, String name) {
        return ActionName.parse(type, name).map(read -> {
            ActionMeaning.Builder meaning = ActionMeaning.newBuilder().setType(type);
            return switch (read) {
                case ActionName.ItemPage page ->
                    meaning.setItemId(page.item().key()).build();
                case ActionName.EventItem(var item) ->
                    meaning.setItemId(item.key()).build();
                case ActionName.Word(var word) -> meaning.setWord(word).build();
                case ActionName.Sku(var item) -> meaning.setItemId(item.key()).build();
                case ActionName.Search _ -> meaning.build();
            };
        });
    }
}
