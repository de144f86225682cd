package dev.millrace.cdc.capture;

import dev.millrace.cdc.config.Flavour;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a server says it is: MySQL `8.0.15`, MariaDB `10.11.19-MariaDB-log` (some proxies put `5.5.5-` before it).
///
/// @param text the variable `version`
record ServerVersion(String text) {
    private static final String MARIADB = "mariadb";
    private static final String PROXY_PREFIX = "5.5.5-";
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");
    private static final int SERIES = 1_000;

    Flavour flavour() {
        return text.toLowerCase(Locale.ROOT).contains(MARIADB) ? Flavour.MARIADB : Flavour.MYSQL;
    }

    /// What is wrong with such a server for a database that is configured as `wanted`.
    Optional<Finding> judge(String role, Flavour wanted) {
        Flavour real = flavour();
        if (real != wanted) {
            return Optional.of(Finding.error(
                    "flavour is %s but the server is %s %s".formatted(wanted.word(), real.product(), text),
                    "set databases.%s.flavour to %s and start the process with the class path of %s"
                            .formatted(role, real.word(), real.module())));
        }
        return isTested()
                ? Optional.empty()
                : Optional.of(Finding.warning(
                        "%s %s is of a series that is not tested".formatted(real.product(), text),
                        "try it on a copy first; docs/operations/cdc.md says which are tested"));
    }

    private boolean isTested() {
        String bare = text.startsWith(PROXY_PREFIX) ? text.substring(PROXY_PREFIX.length()) : text;
        Matcher number = NUMBER.matcher(bare);
        if (!number.matches()) {
            return false;
        }
        int major = Integer.parseInt(number.group(1));
        int series = major * SERIES + Integer.parseInt(number.group(2));
        return switch (flavour()) {
            case MYSQL -> series == 8 * SERIES || major == 9;
            case MARIADB -> series == 10 * SERIES + 11;
        };
    }
}
