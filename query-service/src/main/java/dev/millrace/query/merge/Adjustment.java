package dev.millrace.query.merge;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Shifts weight from channels that can say little about a request to those that can say more, as the reference does
/// (reference-system §3.2), in this order:
///
/// | when | from | of its weight | to, in equal parts |
/// |---|---|---|---|
/// | no history | behavior | 50 % | content, vector, trending |
/// | fewer than 3 neighbours | behavior | 30 % | content, vector |
/// | fewer than 3 by content | content | 30 % | behavior, vector |
/// | none by vector | vector | 50 % | behavior, content |
/// | 1 to 4 by vector | | | vector gets 0.1 |
/// | page item without tags | content | 20 % | behavior, vector |
///
/// Each row takes from what the rows before it left. Pure.
public final class Adjustment {
    private static final int FEW = 3;
    private static final int SOME_VECTORS = 4;
    private static final double FOR_SOME_VECTORS = 0.1;

    private Adjustment() {}

    /// What is there to go by.
    ///
    /// @param history whether it is known what the actor took before
    /// @param neighbours candidates by behavior, as the following
    /// @param tags whether the page item has any
    public record Evidence(boolean history, int neighbours, int contents, int vectors, boolean tags) {}

    /// The weights for a request; their sum is that of `weights`, but for the 0.1.
    public static ChannelWeights of(ChannelWeights weights, Evidence evidence) {
        Map<Channel, Double> values = new EnumMap<>(weights.values());
        if (!evidence.history()) {
            shift(values, Channel.BEHAVIOR, 0.5, List.of(Channel.CONTENT, Channel.VECTOR, Channel.TRENDING));
        }
        if (evidence.neighbours() < FEW) {
            shift(values, Channel.BEHAVIOR, 0.3, List.of(Channel.CONTENT, Channel.VECTOR));
        }
        if (evidence.contents() < FEW) {
            shift(values, Channel.CONTENT, 0.3, List.of(Channel.BEHAVIOR, Channel.VECTOR));
        }
        if (evidence.vectors() == 0) {
            shift(values, Channel.VECTOR, 0.5, List.of(Channel.BEHAVIOR, Channel.CONTENT));
        } else if (evidence.vectors() <= SOME_VECTORS) {
            values.merge(Channel.VECTOR, FOR_SOME_VECTORS, Double::sum);
        }
        if (!evidence.tags()) {
            shift(values, Channel.CONTENT, 0.2, List.of(Channel.BEHAVIOR, Channel.VECTOR));
        }
        return new ChannelWeights(values);
    }

    private static void shift(Map<Channel, Double> values, Channel from, double part, List<Channel> to) {
        double taken = part * values.getOrDefault(from, 0.0);
        values.merge(from, -taken, Double::sum);
        for (Channel channel : to) {
            values.merge(channel, taken / to.size(), Double::sum);
        }
    }
}
