package dev.millrace.query.recall;

import dev.millrace.query.merge.Channel;
import java.util.List;

/// The newest items: the last resort, so that a list is full whenever the catalogue can fill it, and what exploration
/// draws from. Scores are 0: being new says nothing about fitting.
public final class NewestChannel implements RecallChannel {
    private final int maxScan;
    private final int limit;

    /// @param maxScan catalogue entries that are looked at
    public NewestChannel(int maxScan, int limit) {
        this.maxScan = maxScan;
        this.limit = limit;
    }

    @Override
    public Channel channel() {
        return Channel.NEWEST;
    }

    @Override
    public boolean applies(RecallInput input) {
        return true;
    }

    @Override
    public boolean isRemote(RecallInput input) {
        return false;
    }

    @Override
    public Part<List<Candidate>> recall(RecallInput input, Deadline deadline) {
        return Part.whole(input.catalogue()
                .newest()
                .limit(maxScan)
                .map(Item::id)
                .filter(input.shown())
                .limit(limit)
                .map(id -> new Candidate(id, 0))
                .toList());
    }
}
