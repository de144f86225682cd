package dev.millrace.query.recall;

import dev.millrace.query.merge.Channel;
import java.util.List;

/// One way to find candidates. **Threads:** any.
public interface RecallChannel {

    /// Which one it is.
    Channel channel();

    /// Whether it has anything to go by. One that has not is not asked, and its weight counts for nobody.
    boolean applies(RecallInput input);

    /// Whether it waits for state that is kept elsewhere, or searches much. One that does not is not worth a thread.
    boolean takesTime(RecallInput input);

    /// Candidates, best first, ties by item id, as many as its bound says; what it can tell by `deadline`.
    Part<List<Candidate>> recall(RecallInput input, Deadline deadline);
}
