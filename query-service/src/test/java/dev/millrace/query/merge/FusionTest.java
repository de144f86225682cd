package dev.millrace.query.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.features.ChannelFacts;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Candidate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FusionTest {
    private static final ChannelWeights EVEN =
            new ChannelWeights(Map.of(Channel.BEHAVIOR, 1.0, Channel.CONTENT, 1.0, Channel.VECTOR, 2.0));

    private static Candidate candidate(long number, double score) {
        return new Candidate(ItemId.dataset(number), score);
    }

    private static ChannelResult result(Channel channel, Candidate... bestFirst) {
        return new ChannelResult(channel, List.of(bestFirst), true);
    }

    @Test
    void scoresAndReasonsOfAllChannelsAreKept() {
        List<Merged> list = Fusion.merge(
                List.of(
                        result(Channel.VECTOR, candidate(1, 0.5), candidate(2, 0.25)),
                        result(Channel.BEHAVIOR, candidate(2, 0.02), candidate(3, 0.01))),
                EVEN);

        assertThat(list).extracting(Merged::id).extracting(ItemId::number).containsExactly(1L, 2L, 3L);
        assertThat(list).extracting(Merged::reason).containsExactly("vector", "behavior+vector", "behavior");
        Merged both = list.get(1);
        assertThat(both.score(Channel.BEHAVIOR)).isEqualTo(1);
        assertThat(both.score(Channel.VECTOR)).isEqualTo(0.5f);
        assertThat(both.fused()).isCloseTo((1 * 1 + 2 * 0.5f) / 3, within(1e-6f));
        assertThat(both.facts()).isEqualTo(new ChannelFacts(1, 0, 0, 0, 0.5f, 0, both.fused(), 2));
    }

    @Test
    void equalScoresAreWorthTheMostNotNothing() {
        assertThat(Fusion.merge(List.of(result(Channel.CONTENT, candidate(2, 0.3), candidate(1, 0.3))), EVEN))
                .extracting(Merged::fused, one -> one.id().number())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1f, 1L), org.assertj.core.groups.Tuple.tuple(1f, 2L));
        assertThat(Fusion.merge(List.of(result(Channel.CONTENT, candidate(7, 0))), EVEN))
                .extracting(Merged::fused)
                .containsExactly(1f);
    }

    @Test
    void aChannelThatFoundNothingCostsAllTheSame() {
        ChannelResult behavior = result(Channel.BEHAVIOR, candidate(1, 0.8), candidate(2, 0.4));
        List<Merged> list = Fusion.merge(List.of(behavior, new ChannelResult(Channel.VECTOR, List.of(), false)), EVEN);
        assertThat(list).extracting(Merged::fused).containsExactly(1 / 3f, 0.5f / 3);
    }

    @Test
    void whatIsNoScoreCountsAsNone() {
        List<Merged> list = Fusion.merge(
                List.of(result(
                        Channel.BEHAVIOR,
                        candidate(1, Double.NaN),
                        candidate(2, 0.5),
                        candidate(3, -1),
                        candidate(2, 0.1))),
                EVEN);
        assertThat(list).extracting(Merged::fused).containsExactly(1f, 0f, 0f);
        assertThat(list).allMatch(one -> one.isFrom(Channel.BEHAVIOR));
    }

    @Test
    void backFillHasNoSayAndIsNoEvidence() {
        Merged merged = Fusion.merge(List.of(result(Channel.NEWEST, candidate(1, 0))), ChannelWeights.DEFAULT)
                .getFirst();
        assertThat(merged.fused()).isZero();
        assertThat(merged.reason()).isEqualTo("newest");
        assertThat(merged.facts().count()).isZero();
        assertThat(Merged.alone(Channel.EXPLORATION, candidate(1, 0.5)).reason())
                .isEqualTo("exploration");
    }

    @Test
    void twoResultsOfOneChannelAreRefused() {
        ChannelResult one = result(Channel.CONTENT, candidate(1, 1));
        assertThatThrownBy(() -> Fusion.merge(List.of(one, one), EVEN)).hasMessage("channel content has two results");
    }
}
