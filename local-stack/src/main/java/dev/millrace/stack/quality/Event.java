package dev.millrace.stack.quality;

import dev.millrace.contract.proto.InteractionKind;

/// One line of a log: somebody took an item.
///
/// @param actor user or session, from 1
/// @param item from 1
/// @param timeMs since epoch
record Event(long actor, long item, long timeMs, InteractionKind kind) {}
