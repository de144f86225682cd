package dev.millrace.streams.behaviour;

import dev.millrace.contract.proto.ActionMeaning;
import dev.millrace.contract.proto.SourcePosition;
import dev.millrace.contract.topic.Partitions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Looks an idaction up in the reduced table, and tells "means nothing" from "has not come yet".
///
/// The last [#REMEMBERED] actions that were found to mean nothing are remembered, or every view of a page
/// without an item would wait for the next heartbeat. The table has precedence: an action may yet come,
/// from an import. One thread.
final class ActionLookup {
    private static final int REMEMBERED = 50_000;

    /// The table must be complete this far beyond a row's commit before an absent action is given up:
    /// partitions are not read at one instant, so a heartbeat can be processed just before rows that were
    /// committed before it.
    private static final long MARGIN_US = 2_000_000;

    /// A meaning that was found is taken as found for so long; Matomo changes none.
    private static final long KNOWN_NANOS = Duration.ofSeconds(1).toNanos();

    private static final int KNOWN = 5_000;

    private final Function<String, @Nullable ActionMeaning> table;
    private final int partitions;
    private final Map<Long, Found> found = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Found> eldest) {
            return size() > KNOWN;
        }
    };
    private final Map<Long, Boolean> meaningless = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Found(Answer.Known answer, long atNanos) {}

    /// @param table the reduced table, by key
    ActionLookup(Function<String, @Nullable ActionMeaning> table, int partitions) {
        this.table = table;
        this.partitions = partitions;
    }

    /// What is known of an action.
    sealed interface Answer {
        /// It means this.
        record Known(ActionMeaning meaning) implements Answer {}

        /// It has been read and means nothing to us, or the row names none.
        record Meaningless() implements Answer {}

        /// Its row has not been read yet.
        record Unknown() implements Answer {}
    }

    /// @param idaction 0 when the row names none
    /// @param reader position of the row that refers to the action
    Answer of(long idaction, SourcePosition reader) {
        if (idaction == 0) {
            return new Answer.Meaningless();
        }
        Answer answer = known(idaction);
        if (answer instanceof Answer.Unknown && meaningless.get(idaction) != null) {
            return new Answer.Meaningless();
        }
        if (answer instanceof Answer.Unknown && hasPassed(progress(partition(idaction)), idaction, reader)) {
            // Another thread fills the table: the action may have come just before the progress that was read.
            answer = known(idaction);
            if (answer instanceof Answer.Unknown) {
                meaningless.put(idaction, true);
                return new Answer.Meaningless();
            }
        }
        return answer;
    }

    private Answer known(long idaction) {
        long now = System.nanoTime();
        @Nullable Found before = found.get(idaction);
        if (before != null && now - before.atNanos() < KNOWN_NANOS) {
            return before.answer();
        }
        @Nullable ActionMeaning meaning = table.apply(String.valueOf(idaction));
        if (meaning == null) {
            found.remove(idaction);
            return new Answer.Unknown();
        }
        Answer.Known answer = new Answer.Known(meaning);
        found.put(idaction, new Found(answer, now));
        return answer;
    }

    /// The partition of `log_action` that holds the action.
    int partition(long idaction) {
        return Partitions.of(String.valueOf(idaction), partitions);
    }

    /// How far the table is complete for a partition of `log_action`; zeros while it has not spoken.
    ActionMeaning.Progress progress(int partition) {
        @Nullable ActionMeaning told = table.apply(ReduceActions.progressKey(partition));
        return told == null ? ActionMeaning.Progress.getDefaultInstance() : told.getProgress();
    }

    /// Matomo writes an action before the row that names it. So once the table is complete up to that row's
    /// commit, an absent action was dropped as meaningless; unless its id is higher than all that were
    /// seen, which only a row from elsewhere (an import, a test) can bring about: that one waits. Snapshot
    /// rows have no commit time: for them the order of ids within a partition decides, since `log_action`
    /// is the first table of a snapshot.
    private static boolean hasPassed(ActionMeaning.Progress progress, long idaction, SourcePosition reader) {
        return progress.getHighestId() >= idaction
                && (reader.getSnapshot() || progress.getCommitTimeUs() >= reader.getCommitTimeUs() + MARGIN_US);
    }
}
