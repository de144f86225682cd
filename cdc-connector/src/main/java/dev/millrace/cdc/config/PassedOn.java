package dev.millrace.cdc.config;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Settings that a library gets as they are, printed without their secrets.
public final class PassedOn {
    /// Keys whose values are not printed, as a regular expression.
    public static final String SECRETS = "(?i).*(password|secret|jaas|token|credential|basic\\.auth|\\.key$).*";

    private static final Pattern SECRET = Pattern.compile(SECRETS);

    private PassedOn() {}

    static String text(Map<String, String> settings) {
        Map<String, String> shown = new TreeMap<>(settings);
        shown.replaceAll((key, value) -> SECRET.matcher(key).matches() ? "********" : value);
        return shown.toString();
    }
}
