package dev.millrace.query.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.features.TagSet;
import dev.millrace.contract.id.ItemId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiversityTest {
    private static final DiversitySettings BY_TAGS = new DiversitySettings(1, 0, 0, 200, 1);
    private static final DiversitySettings BY_SHARE = new DiversitySettings(1, 0, 0, 200, 0.3);

    private static Ranked ranked(long number, double score, String seller, String... tags) {
        return new Ranked(ItemId.dataset(number), (float) score, TagSet.of(List.of(tags)), seller);
    }

    private static List<Integer> choose(DiversitySettings settings, List<Ranked> candidates, double lambda, int limit) {
        return new Diversity(settings)
                .choose(candidates, VectorCosine.NONE, lambda, limit)
                .places();
    }

    @Test
    void somethingElseComesBeforeMoreOfTheSame() {
        List<Ranked> candidates = List.of(
                ranked(1, 0.9, "a", "sea"),
                ranked(2, 0.88, "b", "sea"),
                ranked(3, 0.5, "c", "air"),
                ranked(4, 0.1, "d", "map"));
        assertThat(choose(BY_TAGS, candidates, 0.6, 3)).containsExactly(0, 2, 1);
        assertThat(choose(BY_TAGS, candidates, 1, 3)).containsExactly(0, 1, 2);
        assertThat(choose(BY_TAGS, candidates, 0, 3)).containsExactly(0, 2, 3);
    }

    @Test
    void anItemGainsNothingByHavingNoTags() {
        List<Ranked> candidates = List.of(
                ranked(1, 0.9, "", "sea", "deep"),
                ranked(2, 0.8, "", "air", "sky"),
                ranked(3, 0.8, "", "sea", "map"),
                ranked(4, 0.8, ""),
                ranked(5, 0.7, "", "sea", "deep"));
        // Other tags come first, then the unknown ones, which are as similar as pairs are in the mean, then shared
        // ones.
        assertThat(choose(BY_TAGS, candidates, 0, 5)).containsExactly(0, 1, 3, 2, 4);
    }

    @Test
    void withoutAnyKnownTagTheScoresDecide() {
        List<Ranked> candidates = List.of(ranked(1, 0.9, ""), ranked(2, 0.8, ""), ranked(3, 0.7, ""));
        assertThat(choose(BY_TAGS, candidates, 0.1, 2)).containsExactly(0, 1);
        assertThat(choose(BY_TAGS, List.of(), 0.5, 2)).isEmpty();
    }

    @Test
    void textsThatMeanTheSameAreApart() {
        List<Ranked> candidates = List.of(ranked(1, 0.5, ""), ranked(2, 0.5, ""), ranked(3, 0.5, ""));
        VectorCosine cosine = (left, right) -> left + right == 1 ? 0.99 : -0.2;
        Diversity diversity = new Diversity(new DiversitySettings(0.5, 0, 0.5, 200, 1));
        assertThat(diversity.choose(candidates, cosine, 0.5, 3).places()).containsExactly(0, 2, 1);
    }

    @Test
    void aSellerHasItsShareWhileOthersAreLeft() {
        List<Ranked> candidates = new ArrayList<>();
        for (int number = 1; number <= 20; number++) {
            candidates.add(ranked(number, 1 - number / 100.0, number <= 12 ? "big" : "s" + number, "t" + number));
        }
        Diversity.Choice choice = new Diversity(BY_SHARE).choose(candidates, VectorCosine.NONE, 1, 10);
        assertThat(choice.places()).containsExactly(0, 1, 2, 12, 13, 14, 15, 16, 17, 18);
        assertThat(choice.overShare()).isZero();
        // There are not enough others for twenty.
        Diversity.Choice all = new Diversity(BY_SHARE).choose(candidates, VectorCosine.NONE, 1, 20);
        assertThat(all.places()).hasSize(20).doesNotHaveDuplicates();
        assertThat(all.places().subList(14, 20)).containsExactly(6, 7, 8, 9, 10, 11);
        assertThat(all.overShare()).isEqualTo(6);
    }

    @Test
    void nobodyHasAShareOfUnknownSellers() {
        List<Ranked> candidates = List.of(ranked(1, 0.9, "", "a"), ranked(2, 0.8, "", "b"), ranked(3, 0.7, "x", "c"));
        assertThat(choose(BY_SHARE, candidates, 1, 2)).containsExactly(0, 1);
    }

    @Test
    void whatLiesBehindTheBoundFillsUpBeforeASellerGetsMore() {
        DiversitySettings two = new DiversitySettings(1, 0, 0, 2, 0.3);
        List<Ranked> candidates = List.of(
                ranked(1, 0.9, "a", "x"), ranked(2, 0.8, "a", "y"), ranked(3, 0.7, "b", "x"), ranked(4, 0.6, "a", "z"));
        Diversity.Choice choice = new Diversity(two).choose(candidates, VectorCosine.NONE, 0.5, 3);
        assertThat(choice.places()).containsExactly(0, 2, 1);
        assertThat(choice.unmixed()).isEqualTo(1);
        assertThat(choice.overShare()).isEqualTo(1);
    }

    @Test
    void shareIsScaledToTheList() {
        assertThat(List.of(1, 3, 4, 10, 20, 50))
                .extracting(DiversitySettings.DEFAULT::sellerCap)
                .containsExactly(1, 1, 2, 3, 6, 15);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new DiversitySettings(2, 0, 0, 1, 1)).hasMessage("tag weight must be 0..1, got 2.0");
        assertThatThrownBy(() -> new DiversitySettings(0, -1, 0, 1, 1)).hasMessageContaining("seller weight");
        assertThatThrownBy(() -> new DiversitySettings(0, 0, Double.NaN, 1, 1)).hasMessageContaining("vector weight");
        assertThatThrownBy(() -> new DiversitySettings(0, 0, 0, 0, 1)).hasMessageContaining("candidates must be 1");
        assertThatThrownBy(() -> new DiversitySettings(0, 0, 0, 1, 0)).hasMessageContaining("seller share");
    }
}
