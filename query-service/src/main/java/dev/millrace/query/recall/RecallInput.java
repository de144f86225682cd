package dev.millrace.query.recall;

import java.util.Optional;
import java.util.function.LongPredicate;

/// What the channels know about a request.
///
/// @param page the item whose page is shown, if any
/// @param hasActor whether somebody says who he is
/// @param state what has to be waited for
/// @param shown which items, by their codes, may be in the list, but for what the actor owns; asked for every candidate
public record RecallInput(
        Optional<Item> page, boolean hasActor, RequestState state, Catalogue catalogue, LongPredicate shown) {}
