package dev.millrace.query.rerank;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.merge.ChannelResult;
import dev.millrace.query.merge.Merged;
import dev.millrace.query.recall.Candidate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Fills a short list up: what one source cannot fill the next does. Pure.
public final class BackFill {

    private BackFill() {}

    /// What comes behind `listed` until `limit` are there, or the sources are used up.
    ///
    /// @param sources in the order in which they are used, each best first
    /// @param eligible false for the page item, what the actor owns and what cannot be bought
    public static List<Merged> fill(
            List<ItemId> listed, List<ChannelResult> sources, Predicate<ItemId> eligible, int limit) {
        Set<ItemId> used = new HashSet<>(listed);
        List<Merged> added = new ArrayList<>();
        for (ChannelResult source : sources) {
            for (Candidate candidate : source.bestFirst()) {
                if (listed.size() + added.size() >= limit) {
                    return added;
                }
                if (eligible.test(candidate.id()) && used.add(candidate.id())) {
                    added.add(Merged.alone(source.channel(), candidate));
                }
            }
        }
        return added;
    }
}
