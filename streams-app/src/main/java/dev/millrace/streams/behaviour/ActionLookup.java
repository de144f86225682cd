package dev.millrace.streams.behaviour;

import dev.millrace.contract.proto.ActionMeaning;
import dev.millrace.contract.proto.SourcePosition;
import dev.millrace.contract.topic.Partitions;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Looks an idaction up in the reduced table, and tells "means nothing" from "has not come yet".
final class ActionLookup {
    private final Function<String, @Nullable ActionMeaning> table;
    private final int partitions;

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
        @Nullable ActionMeaning meaning = table.apply(String.valueOf(idaction));
        if (meaning != null) {
            return new Answer.Known(meaning);
        }
        @Nullable
        ActionMeaning told =
                table.apply(ReduceActions.progressKey(Partitions.of(String.valueOf(idaction), partitions)));
        return told != null && hasPassed(told.getProgress(), idaction, reader)
                ? new Answer.Meaningless()
                : new Answer.Unknown();
    }

    /// Matomo writes an action before the row that names it. So once the table is complete up to that row's commit, an
    /// absent action was dropped as meaningless; unless its id is higher than all that were seen, which only a row
    /// from elsewhere (an import, a test) can bring about: that one waits. Snapshot rows have no commit time: for
    /// them the order of ids within a partition decides, since `log_action` is the first table of a snapshot.
    private static boolean hasPassed(ActionMeaning.Progress progress, long idaction, SourcePosition reader) {
        return progress.getHighestId() >= idaction
                && (reader.getSnapshot() || progress.getCommitTimeUs() >= reader.getCommitTimeUs());
    }
}
