package dev.millrace.query.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.features.FeatureLayout;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ChannelScore;
import dev.millrace.contract.proto.ExposureContext;
import dev.millrace.contract.proto.RequestExposure;
import dev.millrace.query.merge.Channel;
import dev.millrace.query.merge.Merged;
import dev.millrace.query.recall.Candidate;
import dev.millrace.query.recommend.Recommendation;
import dev.millrace.query.support.Items;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ExposuresTest {
    private final List<RequestExposure> logged = new ArrayList<>();
    private final Exposures exposures = new Exposures(logged::add);
    private final Exposures.Shown shown = new Exposures.Shown(
            "req_a",
            "detail",
            Optional.of("u:7"),
            Optional.empty(),
            Optional.of("ds:5"),
            ExposureContext.newBuilder().setSource("mail").build(),
            123);

    @Test
    void aListIsLoggedAsItWasServed() {
        float[] features = new float[FeatureLayout.WIDTH];
        features[3] = 0.5f;
        Merged merged = Merged.alone(Channel.CONTENT, new Candidate(ItemId.dataset(2), 0.25));
        var item = new Recommendation(
                1, Items.of(Items.dataset(2).build()), 0.75, "exploration", merged, true, 0.125, features);
        exposures.log(
                shown,
                ListAnswer.made(
                        List.of(item),
                        "linear-1",
                        true,
                        OptionalLong.empty(),
                        EnumSet.of(Degradation.TRENDING, Degradation.NEIGHBOURS)));
        RequestExposure exposure = logged.getFirst();
        assertThat(exposure.getRequestId()).isEqualTo("req_a");
        assertThat(exposure.getUser()).isEqualTo("u:7");
        assertThat(exposure.getVisitor()).isEmpty();
        assertThat(exposure.getPageItem()).isEqualTo("ds:5");
        assertThat(exposure.getVariant()).isEqualTo("fallback");
        assertThat(exposure.getDegradedList()).containsExactly("neighbours", "trending");
        assertThat(exposure.getContext().getSource()).isEqualTo("mail");
        assertThat(exposure.getServedTimeMs()).isEqualTo(123);
        assertThat(exposure.getFeatureLayout()).isEqualTo(FeatureLayout.fingerprint());
        var first = exposure.getItems(0);
        assertThat(first.getPosition()).isEqualTo(1);
        assertThat(first.getItemId()).isEqualTo("ds:2");
        assertThat(first.getScore()).isEqualTo(0.75f);
        assertThat(first.getExplored()).isTrue();
        assertThat(first.getPropensity()).isEqualTo(0.125f);
        assertThat(first.getChannelsList())
                .containsExactly(ChannelScore.newBuilder()
                        .setChannel("content")
                        .setScore(0.25f)
                        .build());
        assertThat(first.getFeaturesList()).hasSize(FeatureLayout.WIDTH);
        assertThat(first.getFeatures(3)).isEqualTo(0.5f);
    }

    @Test
    void whatNoRankerHasSeenNamesNoLayout() {
        var entry = new TrendingService.Entry(Items.of(Items.dataset(2).build()), 5);
        exposures.log(
                shown,
                new TrendingService.Answer(
                        9, List.of(entry, entry), OptionalLong.empty(), EnumSet.noneOf(Degradation.class), 118));
        assertThat(logged.getFirst().getCached()).isTrue();
        assertThat(logged.getFirst().getCacheAgeMs()).isEqualTo(5);
        assertThat(logged.getFirst().getFeatureLayout()).isZero();
        assertThat(logged.getFirst().getItemsList())
                .extracting(item -> item.getPosition())
                .containsExactly(1, 2);
    }
}
