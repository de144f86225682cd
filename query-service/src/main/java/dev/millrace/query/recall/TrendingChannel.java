package dev.millrace.query.recall;

import dev.millrace.query.merge.Channel;
import java.util.ArrayList;
import java.util.List;

/// What is trending, whatever page and actor: the items of seven days in the order of the last day. Score falls from 1
/// to 0.1 along the list.
public final class TrendingChannel implements RecallChannel {
    private static final double FALL = 0.9;

    private final int limit;

    public TrendingChannel(int limit) {
        this.limit = limit;
    }

    @Override
    public Channel channel() {
        return Channel.TRENDING;
    }

    @Override
    public boolean applies(RecallInput input) {
        return true;
    }

    @Override
    public Wait waitsFor(RecallInput input) {
        return input.state().isPopularKnown() ? Wait.NOTHING : Wait.POPULAR;
    }

    @Override
    public Part<List<Candidate>> recall(RecallInput input, Deadline deadline) {
        Part<Popularity> popular = input.state().popular(deadline);
        List<Candidate> candidates = new ArrayList<>(limit);
        for (long code : popular.value().codes()) {
            if (candidates.size() == limit) {
                break;
            }
            if (input.shown().test(code)) {
                double place = candidates.size();
                candidates.add(new Candidate(code, 1 - FALL * place / limit));
            }
        }
        return new Part<>(candidates, popular.complete());
    }
}
