package dev.millrace.contract.id;

import java.util.OptionalLong;

/// A visit as key of `session.items.v1`: `s:<idvisit>`.
public final class SessionId {
    private static final String PREFIX = "s:";
    private static final int MOST_DIGITS = 18;

    private SessionId() {}

    /// The key of a visit.
    public static String key(long visit) {
        return PREFIX + visit;
    }

    /// The visit of a key; empty when the key is none.
    public static OptionalLong visit(String key) {
        String digits = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : "";
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.charAt(0) != '0'
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }
}
