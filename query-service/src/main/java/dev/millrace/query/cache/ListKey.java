package dev.millrace.query.cache;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.merge.ChannelWeights;
import dev.millrace.query.serve.ListRequest;
import java.util.Optional;
import java.util.Set;

/// Requests that are answered with the same list while its inputs do not change.
///
/// @param lambda how much relevance counts against difference, in which all counts that a request says of where it
/// comes from
/// @param explores whether some items are drawn to learn about them
record ListKey(
        Optional<ItemId> page,
        Optional<Actor> actor,
        Set<ItemId.Kind> kinds,
        int limit,
        double lambda,
        boolean explores,
        ChannelWeights weights) {

    static ListKey of(ListRequest request, double lambda, ChannelWeights weights) {
        return new ListKey(
                request.page(),
                request.actor(),
                request.kinds(),
                request.limit(),
                lambda,
                request.chance().isPresent(),
                weights);
    }
}
