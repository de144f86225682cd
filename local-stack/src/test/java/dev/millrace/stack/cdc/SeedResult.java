package dev.millrace.stack.cdc;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How one seed went.
///
/// @param changes of rows that the shop committed
/// @param kills phase → kills that hit it
/// @param missed kills that came too early or too late for their phase; each was tried again
/// @param aborted records that were written by a connector that died before the commit
/// @param counts empty when the run broke off
/// @param trouble what went wrong, in words
record SeedResult(
        long seed,
        long changes,
        Map<KillPhase, Integer> kills,
        int missed,
        long aborted,
        Optional<DeliveryCounts> counts,
        Duration took,
        List<String> trouble) {

    SeedResult {
        kills = new EnumMap<>(kills);
        trouble = List.copyOf(trouble);
    }

    boolean isGood() {
        return trouble.isEmpty() && counts.isPresent() && counts.get().isClean();
    }
}
