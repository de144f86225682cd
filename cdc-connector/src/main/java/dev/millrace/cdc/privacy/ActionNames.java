package dev.millrace.cdc.privacy;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Matomo's `log_action.name`: page URLs lose every query parameter that the recommender does not read and their
/// fragment; search and event words stay, masked; other kinds (titles, downloads, shop names) are dropped.
final class ActionNames {
    private static final int URL = 1;
    private static final int SEARCH = 8;
    private static final Set<Integer> KEPT_TYPES = Set.of(URL, SEARCH, 10, 11, 12);
    private static final Set<String> KEPT_PARAMETERS = Set.of("from", "rid", "pos");

    private ActionNames() {}

    /// What may leave of the name of an action of that type.
    static Optional<String> reduce(int type, String name) {
        if (!KEPT_TYPES.contains(type)) {
            return Optional.empty();
        }
        String kept = type == SEARCH ? name : withoutForeignParameters(name);
        return Optional.of(PersonalData.mask(kept));
    }

    private static String withoutForeignParameters(String url) {
        int hash = url.indexOf('#');
        String page = hash < 0 ? url : url.substring(0, hash);
        int question = page.indexOf('?');
        if (question < 0) {
            return page;
        }
        String query = Arrays.stream(page.substring(question + 1).split("[&;]"))
                .filter(ActionNames::isKept)
                .collect(Collectors.joining("&"));
        String path = page.substring(0, question);
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static boolean isKept(String parameter) {
        int equals = parameter.indexOf('=');
        return equals > 0 && KEPT_PARAMETERS.contains(parameter.substring(0, equals));
    }
}
