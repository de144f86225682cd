package dev.millrace.query.recall;

import dev.millrace.contract.id.ItemId;

/// An item that a channel proposes.
///
/// @param score 0..1, comparable inside its channel only
public record Candidate(ItemId id, double score) {}
