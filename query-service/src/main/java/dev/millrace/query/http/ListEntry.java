package dev.millrace.query.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.millrace.query.recommend.Recommendation;

/// An item in a list.
///
/// @param rank from 1; the order is authoritative
/// @param score 0..1
/// @param reason words of the channels that named it, joined by `+`
record ListEntry(@JsonUnwrapped ItemCard card, int rank, double score, String reason) {
    static ListEntry of(Recommendation one) {
        return new ListEntry(ItemCard.of(one.item()), one.rank(), one.score(), one.reason());
    }
}
