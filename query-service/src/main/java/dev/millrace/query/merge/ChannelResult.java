package dev.millrace.query.merge;

import dev.millrace.query.recall.Candidate;
import java.util.List;

/// What a channel found.
///
/// @param bestFirst may be empty
/// @param complete false when its time was up, or a part of its state was away
public record ChannelResult(Channel channel, List<Candidate> bestFirst, boolean complete) {
    public ChannelResult {
        bestFirst = List.copyOf(bestFirst);
    }
}
