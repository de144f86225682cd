package dev.millrace.query.recall;

import java.util.List;

/// The newest items: the last resort, so that a list is full whenever the catalogue can fill it.
public final class NewestChannel implements RecallChannel {
    private final int maxScan;

    public NewestChannel(int maxScan) {
        this.maxScan = maxScan;
    }

    @Override
    public String reason() {
        return "newest";
    }

    @Override
    public List<Candidate> recall(RecallInput input) {
        return input.catalogue()
                .newest()
                .limit(maxScan)
                .map(item -> new Candidate(item.id(), 0))
                .toList();
    }
}
