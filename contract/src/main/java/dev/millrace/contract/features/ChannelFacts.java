package dev.millrace.contract.features;

/// How a candidate was found.
///
/// @param behavior score by that channel, 0..1, 0 when it did not name the item; as the following
/// @param fused weighted mean of the scores, 0..1
/// @param count how many of the six channels named the item
public record ChannelFacts(
        float behavior,
        float session,
        float profile,
        float content,
        float vector,
        float trending,
        float fused,
        int count) {}
