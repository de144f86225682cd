package dev.millrace.cdc.privacy;

import dev.millrace.contract.capture.ActionName;
import dev.millrace.contract.id.ItemId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Matomo's `log_action.name`: what people typed or were called may stand in it, so only what we read leaves,
/// written anew. An item page leaves as `dataDetail/123?from=rec&rid=req_1&pos=2`, without host, other path and
/// other parameters; event words and `dataset_123` leave as they are, article numbers as item ids; every other
/// name stays at home, the words of a search too.
final class ActionNames {
    private static final Pattern PLACE = Pattern.compile("[A-Za-z][A-Za-z_-]{0,31}");
    private static final Pattern REQUEST = Pattern.compile("req_[A-Za-z0-9_-]{1,64}");
    private static final Pattern POSITION = Pattern.compile("\\d{1,4}");

    private ActionNames() {}

    /// What may leave of the name of an action of that type.
    static Optional<String> reduce(int type, String name) {
        return ActionName.parse(type, name).flatMap(read -> switch (read) {
            case ActionName.ItemPage page
            when PersonalData.isMobile(String.valueOf(page.item().number())) -> Optional.empty();
            case ActionName.ItemPage page -> Optional.of(anew(page));
            case ActionName.EventItem(ItemId item) -> Optional.of("dataset_" + item.number());
            case ActionName.Word(String word) -> Optional.of(word);
            case ActionName.Sku(ItemId item) ->
                PersonalData.isMobile(String.valueOf(item.number())) ? Optional.empty() : Optional.of(item.key());
            case ActionName.Search _ -> Optional.empty();
        });
    }

    private static String anew(ActionName.ItemPage page) {
        List<String> parameters = new ArrayList<>();
        keep(page, "from", PLACE, parameters);
        keep(page, "rid", REQUEST, parameters);
        keep(page, "pos", POSITION, parameters);
        String path = page.page() + "/" + page.item().number();
        return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
    }

    private static void keep(ActionName.ItemPage page, String parameter, Pattern form, List<String> kept) {
        page.values(parameter).stream()
                .filter(value -> form.matcher(value).matches())
                .findFirst()
                .map(value -> parameter + "=" + value)
                .ifPresent(kept::add);
    }
}
