package dev.millrace.query.rerank;

import dev.millrace.contract.features.TagSet;
import dev.millrace.contract.id.ItemId;

/// A candidate with its final score and what makes it resemble others.
///
/// @param score by the ranker, 0..1
/// @param tags empty when unknown
/// @param seller empty when unknown
public record Ranked(ItemId id, float score, TagSet tags, String seller) {}
