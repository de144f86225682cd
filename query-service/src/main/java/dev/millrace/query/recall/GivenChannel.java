package dev.millrace.query.recall;

import java.util.List;

/// Candidates that were found before.
///
/// @param candidates best first
public record GivenChannel(String reason, List<Candidate> candidates) implements RecallChannel {
    public GivenChannel {
        candidates = List.copyOf(candidates);
    }

    @Override
    public List<Candidate> recall(RecallInput input) {
        return candidates;
    }
}
