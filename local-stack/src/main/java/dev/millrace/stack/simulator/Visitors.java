package dev.millrace.stack.simulator;

import java.util.HexFormat;

/// Who comes to the shop. Visitor n is user n when logged in; visitors above the number of users never log in.
///
/// @param seed decides the visitor ids
/// @param users how many can log in
record Visitors(long seed, int users) {
    private static final int VISITORS_A_USER = 2;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    /// How many different visitors there are.
    int count() {
        return users * VISITORS_A_USER;
    }

    boolean canLogIn(int visitor) {
        return visitor <= users;
    }

    /// Matomo's id of the visitor's browser: 16 hex digits, never all zero.
    String idOf(int visitor) {
        long mixed = (seed * 31 + visitor) * MIX;
        mixed = (mixed ^ (mixed >>> 31)) * MIX;
        return HexFormat.of().toHexDigits(mixed == 0 ? 1 : mixed);
    }
}
