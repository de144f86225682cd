package dev.millrace.query.recommend;

import dev.millrace.query.recall.Item;

/// An item that leaves the service.
///
/// @param rank 1-based; the order is authoritative
/// @param score 0..1, never larger than that of the rank before
/// @param reason the channel that named it first
public record Recommendation(int rank, Item item, double score, String reason) {}
