package dev.millrace.cdc.publish;

import java.util.function.IntConsumer;

/// Two switches that only tests turn.
///
/// @param holdBack whether incomplete groups wait for their rest ([TrailingGroups])
/// @param afterCommit runs after each committed batch with the number of its changes; a test kills the engine here
public record SinkOptions(boolean holdBack, IntConsumer afterCommit) {

    /// What a connector runs with.
    public static final SinkOptions NORMAL = new SinkOptions(true, changes -> {});
}
