package dev.millrace.stack.cdc;

import java.util.EnumMap;
import java.util.Map;

/// Kills of one seed.
final class KillTally {
    private final Map<KillPhase, Integer> hits = new EnumMap<>(KillPhase.class);
    private int missed;

    KillTally() {
        for (KillPhase phase : KillPhase.values()) {
            hits.put(phase, 0);
        }
    }

    void add(KillPhase phase, boolean hit) {
        if (hit) {
            hits.merge(phase, 1, Integer::sum);
        } else {
            missed++;
        }
    }

    Map<KillPhase, Integer> hits() {
        return new EnumMap<>(hits);
    }

    int missed() {
        return missed;
    }
}
