package dev.millrace.query.recall;

import dev.millrace.query.merge.Channel;
import java.util.List;

/// One way to find candidates. **Threads:** any.
public interface RecallChannel {

    /// Which one it is.
    Channel channel();

    /// Whether it has anything to go by. One that has not is not asked, and its weight counts for nobody.
    boolean applies(RecallInput input);

    /// What it waits for. Those that wait for the same share a thread; one that waits for nothing needs none.
    Wait waitsFor(RecallInput input);

    /// State that is kept elsewhere.
    enum Wait {
        /// Nothing: it only computes.
        NOTHING,
        /// Who asks.
        ACTOR,
        /// What is around the page and his recent items.
        NEIGHBOURS,
        /// What is trending.
        POPULAR
    }

    /// Candidates, best first, ties by item id, as many as its bound says; what it can tell by `deadline`.
    Part<List<Candidate>> recall(RecallInput input, Deadline deadline);
}
