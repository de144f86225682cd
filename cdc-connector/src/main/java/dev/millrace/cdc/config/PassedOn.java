package dev.millrace.cdc.config;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Settings that a library gets as they are, printed without their secrets.
final class PassedOn {
    private PassedOn() {}

    static String text(Map<String, String> settings) {
        Map<String, String> shown = new TreeMap<>(settings);
        shown.replaceAll((key, value) -> isSecret(key) ? "********" : value);
        return shown.toString();
    }

    private static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return lower.contains("password")
                || lower.contains("secret")
                || lower.contains("jaas")
                || lower.contains("token")
                || lower.endsWith(".key")
                || lower.endsWith("credential");
    }
}
