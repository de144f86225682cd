package dev.millrace.query.merge;

import java.util.Map;

/// The weights that requests are answered with; may change while they are. A request reads them once.
/// **Threads:** any.
public final class CurrentWeights {
    private volatile ChannelWeights weights;

    public CurrentWeights(ChannelWeights first) {
        weights = first;
    }

    /// The weights now.
    public ChannelWeights get() {
        return weights;
    }

    /// Changes some, all at once.
    ///
    /// @param changes channel's word → weight
    /// @return all of them
    /// @throws IllegalArgumentException when one is refused; then none has changed
    public synchronized ChannelWeights set(Map<String, Double> changes) {
        ChannelWeights changed = weights.with(changes);
        weights = changed;
        return changed;
    }
}
