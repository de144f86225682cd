package dev.millrace.streams.ingest;

import dev.millrace.contract.proto.DeadLetter;
import dev.millrace.contract.proto.SourceHeartbeat;

/// What a record of a source database's topics turns out to be.
public sealed interface Inbound {

    /// A row change.
    record Row(RowChange change) implements Inbound {}

    /// Every earlier change of all sources of the role has been read by this task, but for what one fetch may overtake
    /// (ADR 0004).
    record Beat(SourceHeartbeat heartbeat) implements Inbound {}

    /// Unreadable; the letter says why.
    record Bad(DeadLetter letter) implements Inbound {}
}
