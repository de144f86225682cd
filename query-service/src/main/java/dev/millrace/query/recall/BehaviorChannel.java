package dev.millrace.query.recall;

import dev.millrace.query.merge.Channel;
import java.util.List;

/// Items taken by the same actors: item-item collaborative filtering around the page item and the actor's recent
/// ones.
///
/// Score = [PairWeights] with the page item + historyWeight · Σ over recent items, newest first, of decay^age · their
/// pair weight without shrinkage, as [HistoryRecall].
public final class BehaviorChannel implements RecallChannel {
    private final PairWeights pairs;
    private final HistoryRecall history;
    private final double historyWeight;
    private final int limit;

    /// @param historyWeight what the newest item of the history counts, with the page item's 1
    public BehaviorChannel(PairWeights pairs, HistoryRecall history, double historyWeight, int limit) {
        this.pairs = pairs;
        this.history = history;
        this.historyWeight = historyWeight;
        this.limit = limit;
    }

    @Override
    public Channel channel() {
        return Channel.BEHAVIOR;
    }

    @Override
    public boolean applies(RecallInput input) {
        return input.page().isPresent() || input.hasActor();
    }

    @Override
    public Wait waitsFor(RecallInput input) {
        return Wait.NEIGHBOURS;
    }

    @Override
    public Part<List<Candidate>> recall(RecallInput input, Deadline deadline) {
        Part<NeighbourEvidence> page = input.state().page(deadline);
        Part<List<NeighbourEvidence>> recent = input.state().recent(deadline);
        Scores scores = new Scores(page.value().pairs().size() + size(recent.value()));
        for (NeighbourEvidence.Pair pair : page.value().pairs()) {
            scores.add(pair.code(), pairs.score(page.value(), pair));
        }
        history.addTo(scores, recent.value(), historyWeight);
        return new Part<>(scores.best(input.shown(), limit), page.complete() && recent.complete());
    }

    private static int size(List<NeighbourEvidence> recent) {
        int size = 0;
        for (NeighbourEvidence around : recent) {
            size += around.pairs().size();
        }
        return size;
    }
}
