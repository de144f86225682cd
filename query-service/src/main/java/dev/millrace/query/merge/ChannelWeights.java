package dev.millrace.query.merge;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// How much each channel's word counts. Only ratios matter.
///
/// @param values finite, not negative, at least one above 0; a channel that is not named has 0
public record ChannelWeights(Map<Channel, Double> values) {

    /// The reference's serving weights for what it has; trending a tenth of behavior rather than its 0.02, for here it
    /// follows the last days. What is explored and what fills up has no say.
    public static final ChannelWeights DEFAULT = new ChannelWeights(Map.of(
            Channel.BEHAVIOR, 1.2,
            Channel.SESSION, 1.0,
            Channel.PROFILE, 0.6,
            Channel.CONTENT, 1.0,
            Channel.VECTOR, 0.8,
            Channel.TRENDING, 0.12));

    public ChannelWeights {
        Map<Channel, Double> copy = new EnumMap<>(Channel.class);
        double sum = 0;
        for (Channel channel : Channel.values()) {
            double weight = values.getOrDefault(channel, 0.0);
            if (!(weight >= 0)) {
                throw new IllegalArgumentException(
                        "weight of channel %s must be 0 or more, got %s".formatted(channel.reason(), weight));
            }
            copy.put(channel, weight);
            sum += weight;
        }
        if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weights of channels must sum up to more than 0, got " + copy);
        }
        values = Collections.unmodifiableMap(copy);
    }

    /// These weights with some changed.
    ///
    /// @param changes channel's word → weight
    /// @throws IllegalArgumentException naming the channel that there is not, or the weight that cannot be
    public ChannelWeights with(Map<String, Double> changes) {
        Map<Channel, Double> changed = new EnumMap<>(values);
        changes.forEach((reason, weight) -> changed.put(
                Channel.find(reason)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "there is no channel %s, known are %s".formatted(reason, Channel.known()))),
                weight));
        return new ChannelWeights(changed);
    }

    /// The weight of a channel.
    public double of(Channel channel) {
        return values.getOrDefault(channel, 0.0);
    }
}
