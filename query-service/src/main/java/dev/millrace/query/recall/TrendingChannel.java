package dev.millrace.query.recall;

import dev.millrace.contract.id.ItemId;
import java.util.List;
import java.util.stream.IntStream;

/// What is trending over seven days, whatever the page item.
public final class TrendingChannel implements RecallChannel {
    static final double MAX_SCORE = 0.2;

    @Override
    public String reason() {
        return "popular";
    }

    @Override
    public List<Candidate> recall(RecallInput input) {
        List<ItemId> week = input.popularity().week();
        return IntStream.range(0, week.size())
                .mapToObj(index -> new Candidate(week.get(index), MAX_SCORE * (week.size() - index) / week.size()))
                .toList();
    }
}
