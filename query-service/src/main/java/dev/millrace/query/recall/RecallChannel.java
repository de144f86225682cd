package dev.millrace.query.recall;

import java.util.List;

/// One way to find candidates for a page item.
public interface RecallChannel {

    /// The word that explains an item of this channel in the answer.
    String reason();

    /// Candidates, best first, ties by item id; filters may still remove some, so a channel names all it has within its
    /// bound.
    List<Candidate> recall(RecallInput input);
}
