package dev.millrace.stack.quality;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Activity;
import dev.millrace.contract.proto.Neighbour;
import dev.millrace.contract.proto.Neighbours;
import dev.millrace.query.recall.HistoryRecall;
import dev.millrace.query.recall.NeighbourEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Neighbours as streams-app keeps them, recalled as query-service does.
///
/// @param history newest items that are looked at
record NeighbourRecommender(StreamedNeighbours learned, HistoryRecall recall, int history) implements Recommender {

    @Override
    public String name() {
        return "neighbours";
    }

    @Override
    public List<Long> recommend(List<Long> newestFirst, Set<Long> known, int limit) {
        List<NeighbourEvidence> evidence = new ArrayList<>();
        for (long item : newestFirst.subList(0, Math.min(history, newestFirst.size()))) {
            evidence.add(evidence(learned.of(item)));
        }
        return recall.recall(evidence, id -> !known.contains(id.number()), limit).stream()
                .map(candidate -> candidate.id().number())
                .toList();
    }

    private NeighbourEvidence evidence(Neighbours found) {
        List<NeighbourEvidence.Pair> pairs = new ArrayList<>();
        for (Neighbour one : found.getItemsList()) {
            Activity there = learned.activity(one.getItemId());
            pairs.add(new NeighbourEvidence.Pair(
                    ItemId.parse(one.getItemId()).orElseThrow(),
                    one.getNext(),
                    one.getBefore(),
                    there.getStrength(),
                    there.getActors()));
        }
        return new NeighbourEvidence(found.getActivity(), found.getActors(), pairs);
    }

    @Override
    public void learn(Event event) {
        learned.learn(event);
    }
}
