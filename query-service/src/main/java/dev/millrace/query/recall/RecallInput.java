package dev.millrace.query.recall;

/// What the channels know about a request.
///
/// @param page the item whose page is shown
/// @param neighbours behaviour around the page item; [NeighbourEvidence#NONE] when there is none
/// @param popularity what is trending now
public record RecallInput(Item page, NeighbourEvidence neighbours, Popularity popularity, Catalogue catalogue) {}
