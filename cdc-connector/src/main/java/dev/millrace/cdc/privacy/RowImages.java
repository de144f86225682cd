package dev.millrace.cdc.privacy;

import java.util.regex.Pattern;

/// Cuts row contents out of log text. Debezium and the binlog reader print whole events, uncaptured columns included,
/// when they meet one that they cannot handle.
final class RowImages {
    private static final Pattern ROWS =
            Pattern.compile("(?s)(rows=\\[|Struct\\{|\\b(?:before|after)=|DML '|(?i:\\b(?:insert|replace) into ))"
                    + ".*?(?=\\R\\s+at |\\R\\s*\\.\\.\\. |\\RCaused by: |\\R\\z|\\z)");

    private RowImages() {}

    static String cut(String text) {
        return ROWS.matcher(text).replaceAll("$1(row hidden)");
    }
}
