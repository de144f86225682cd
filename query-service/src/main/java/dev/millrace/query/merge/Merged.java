package dev.millrace.query.merge;

import dev.millrace.contract.features.ChannelFacts;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Candidate;

/// A candidate with all that the channels said about it. Does not change once [Fusion] has returned it.
public final class Merged {
    private static final int EVIDENCE = Channel.EXPLORATION.bit() - 1;

    private final long code;
    private final float[] scores = new float[Channel.count()];
    private int channels;
    private float fused;

    Merged(long code) {
        this.code = code;
    }

    /// A candidate that did not take part in the merge: one to explore, or one that fills up.
    public static Merged alone(Channel channel, Candidate candidate) {
        Merged merged = new Merged(candidate.code());
        merged.add(channel, (float) Math.clamp(candidate.score(), 0, 1));
        return merged;
    }

    /// The item's [ItemId#code].
    public long code() {
        return code;
    }

    /// The item.
    public ItemId id() {
        return ItemId.ofCode(code);
    }

    /// What the channel gave it, 0..1 with 1 for the channel's best; 0 when the channel did not name it.
    public float score(Channel channel) {
        return scores[channel.ordinal()];
    }

    /// Whether the channel named it, with whatever score.
    public boolean isFrom(Channel channel) {
        return (channels & channel.bit()) != 0;
    }

    /// The channels that named it, bit n for the n-th of [Channel].
    public int channels() {
        return channels;
    }

    /// Weighted mean of the scores, 0..1.
    public float fused() {
        return fused;
    }

    /// Words of all channels that named it, in the order of [Channel], joined by `+`.
    public String reason() {
        StringBuilder words = new StringBuilder();
        for (Channel channel : Channel.values()) {
            if (isFrom(channel)) {
                words.append(words.isEmpty() ? "" : "+").append(channel.reason());
            }
        }
        return words.toString();
    }

    /// For the ranker. Exploration and newest say nothing about the item and count nowhere.
    public ChannelFacts facts() {
        return new ChannelFacts(
                score(Channel.BEHAVIOR),
                score(Channel.SESSION),
                score(Channel.PROFILE),
                score(Channel.CONTENT),
                score(Channel.VECTOR),
                score(Channel.TRENDING),
                fused,
                Integer.bitCount(channels & EVIDENCE));
    }

    /// Of two scores by one channel the first stays: it is the better one.
    void add(Channel channel, float score) {
        if (!isFrom(channel)) {
            channels |= channel.bit();
            scores[channel.ordinal()] = score;
        }
    }

    /// In the order of the channels, so that the last digit does not depend on who answered first.
    void fuse(double[] weights, double sum) {
        double total = 0;
        for (int place = 0; place < scores.length; place++) {
            total += weights[place] * scores[place];
        }
        fused = sum > 0 ? (float) Math.min(1, total / sum) : 0;
    }
}
