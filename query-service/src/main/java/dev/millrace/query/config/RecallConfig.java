package dev.millrace.query.config;

import dev.millrace.query.merge.Channel;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// How candidates are found.
///
/// @param parallel whether channels and reads go side by side; else one after the other, without deadlines
/// @param deadlines of the channels, from the start of a request
/// @param historyWeight what the newest item of a history counts in the behavior channel, with the page item's 1
/// @param candidates at most, of a channel
/// @param maxCandidates best ones of all channels that are ranked
/// @param maxScan catalogue entries that one channel looks at
/// @param visit what an actor did so long ago belongs to another visit
/// @param halfLife after which an interaction counts half in an actor's taste
/// @param shareTrending how long a trending list is given to all who ask for it
/// @param rememberedLists neighbour lists that are remembered for a second
public record RecallConfig(
        boolean parallel,
        Map<Channel, Duration> deadlines,
        double historyWeight,
        int candidates,
        int maxCandidates,
        int maxScan,
        Duration visit,
        Duration halfLife,
        Duration shareTrending,
        int rememberedLists) {
    public RecallConfig {
        deadlines = new EnumMap<>(deadlines);
        deadlines.forEach(
                (channel, time) -> Checks.range("recall.deadline-ms." + channel.reason(), time.toMillis(), 1, 60_000));
        Checks.range("recall.candidates", candidates, 1, 10_000);
        Checks.range("recall.max-candidates", maxCandidates, 1, 10_000);
        Checks.range("recall.max-scan", maxScan, 1, 1_000_000);
        Checks.range("recall.visit-s", visit.toSeconds(), 1, 86_400);
        Checks.range("recall.half-life-days", halfLife.toDays(), 1, 3_650);
        Checks.range("recall.share-trending-ms", shareTrending.toMillis(), 0, 1_000);
        Checks.range("recall.remembered-lists", rememberedLists, 0, 1_000_000);
    }
}
