package dev.millrace.query.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.features.Feature;
import dev.millrace.contract.features.FeatureLayout;
import dev.millrace.contract.features.ItemColumns;
import dev.millrace.contract.features.ItemFacts;
import dev.millrace.contract.features.StatisticsFacts;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.id.RequestId;
import dev.millrace.query.merge.Channel;
import dev.millrace.query.merge.ChannelResult;
import dev.millrace.query.merge.ChannelWeights;
import dev.millrace.query.rank.LinearScorer;
import dev.millrace.query.recall.ActorState;
import dev.millrace.query.recall.Candidate;
import dev.millrace.query.recall.Item;
import dev.millrace.query.rerank.Diversity;
import dev.millrace.query.rerank.DiversitySettings;
import dev.millrace.query.rerank.Exploration;
import dev.millrace.query.rerank.ExplorationSettings;
import dev.millrace.query.rerank.RequestSeed;
import dev.millrace.query.rerank.VectorCosine;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.ListCatalogue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecommendationPipelineTest {
    private static final long NOW_MS = 1_700_000_100_000L;

    private final List<Item> items = IntStream.rangeClosed(1, 60)
            .mapToObj(number -> Items.tagged(number, "s" + number % 7, "t" + number % 5))
            .toList();
    private final RecommendationPipeline pipeline = pipeline(40);

    private RecommendationPipeline pipeline(int maxCandidates) {
        return new RecommendationPipeline(new RecommendationPipeline.Parts(
                new ListCatalogue(items),
                (_, item, asOfMs) -> new ItemColumns(new ItemFacts(item, StatisticsFacts.NONE), asOfMs),
                () -> ChannelWeights.DEFAULT,
                new LinearScorer(LinearScorer.DEFAULT_WEIGHTS),
                new Diversity(DiversitySettings.DEFAULT),
                _ -> VectorCosine.NONE,
                new Exploration(ExplorationSettings.DEFAULT),
                maxCandidates));
    }

    private static ListQuestion question(double lambda, Predicate<ItemId> shown, int limit, Optional<String> chance) {
        return new ListQuestion(
                Optional.empty(),
                ActorState.UNKNOWN,
                lambda,
                EnumSet.of(ItemId.Kind.DATASET),
                code -> !shown.test(ItemId.ofCode(code)),
                limit,
                NOW_MS,
                chance.map(id -> RequestSeed.of(new RequestId(id))));
    }

    private static ChannelResult result(Channel channel, int... items) {
        List<Candidate> candidates = new ArrayList<>();
        for (int item : items) {
            candidates.add(new Candidate(ItemId.dataset(item), 1.0 / (1 + candidates.size())));
        }
        return new ChannelResult(channel, candidates, true);
    }

    private static final ChannelResult NEWEST = result(
            Channel.NEWEST, IntStream.rangeClosed(1, 60).map(item -> 61 - item).toArray());
    private static final List<ChannelResult> FOUND = List.of(
            result(Channel.BEHAVIOR, 1, 2, 3, 4, 5, 6, 7, 8),
            result(Channel.CONTENT, 3, 2, 11, 12, 13, 14, 15),
            result(Channel.TRENDING, 20, 1, 21));

    private static List<Long> ids(Ranking ranking) {
        return ranking.list().stream().map(one -> one.item().id().number()).toList();
    }

    @Test
    void byScoreAloneTheListIsThatOfTheRanker() {
        Ranking ranking = pipeline.rank(question(1, id -> true, 5, Optional.empty()), FOUND, () -> NEWEST);
        assertThat(ranking.list()).extracting(Recommendation::rank).containsExactly(1, 2, 3, 4, 5);
        assertThat(ranking.list())
                .extracting(one -> one.item().id())
                .isEqualTo(ranking.candidates().stream()
                        .limit(5)
                        .map(one -> one.item().id())
                        .toList());
        assertThat(ranking.list()).allSatisfy(one -> {
            assertThat(one.score()).isBetween(0.0, 1.0);
            assertThat(one.propensity()).isEqualTo(1);
            assertThat(one.features()).hasSize(FeatureLayout.WIDTH);
            assertThat(one.features()[Feature.FUSED.column()])
                    .isEqualTo(one.merged().fused());
        });
        assertThat(ranking.list().getFirst().reason()).isEqualTo("behavior+content");
    }

    @Test
    void whatIsNotToBeShownIsNowhereAndTheListIsFull() {
        Predicate<ItemId> shown = id -> id.number() > 3;
        for (int limit : List.of(1, 10, 50)) {
            List<Long> list =
                    ids(pipeline.rank(question(0.5, shown, limit, Optional.of("req_a")), FOUND, () -> NEWEST));
            assertThat(list).hasSize(limit).doesNotHaveDuplicates().allMatch(item -> item > 3);
        }
    }

    @Test
    void withoutCandidatesTheNewestFillTheListInTheirOrder() {
        Ranking ranking = pipeline.rank(question(0.5, id -> true, 3, Optional.empty()), List.of(), () -> NEWEST);
        assertThat(ids(ranking)).containsExactly(60L, 59L, 58L);
        assertThat(ranking.list()).extracting(Recommendation::reason).containsOnly("newest");
        assertThat(ranking.candidates()).isEmpty();
    }

    @Test
    void onlyTheBestCandidatesAreRanked() {
        Ranking ranking = pipeline(4).rank(question(1, id -> true, 10, Optional.empty()), FOUND, () -> NEWEST);
        assertThat(ranking.candidates()).hasSize(4);
        assertThat(ranking.list()).hasSize(10);
    }

    @Test
    void theSameRequestExploresTheSameAndAnotherSomethingElse() {
        Ranking first = pipeline.rank(question(0.5, id -> true, 20, Optional.of("req_a")), FOUND, () -> NEWEST);
        Ranking again = pipeline.rank(question(0.5, id -> true, 20, Optional.of("req_a")), FOUND, () -> NEWEST);
        assertThat(ids(again)).isEqualTo(ids(first));
        HashSet<List<Long>> lists = new HashSet<>();
        for (int request = 0; request < 20; request++) {
            Ranking other =
                    pipeline.rank(question(0.5, id -> true, 20, Optional.of("req_" + request)), FOUND, () -> NEWEST);
            lists.add(ids(other));
            assertThat(other.list()).filteredOn(Recommendation::explored).allSatisfy(one -> {
                assertThat(one.reason()).isEqualTo("exploration");
                assertThat(one.propensity()).isGreaterThan(0).isLessThanOrEqualTo(1);
                assertThat(one.rank()).isGreaterThanOrEqualTo(10); // lower half of those found
            });
        }
        assertThat(lists).hasSizeGreaterThan(10);
    }

    @Test
    void aListThatIsFilledUpIsLoggedWithTheProbabilitiesItIsDrawnWith() {
        int requests = 4_000;
        Map<Long, Integer> shown = new HashMap<>();
        Map<Long, Double> told = new HashMap<>();
        for (int request = 0; request < requests; request++) {
            Ranking ranking = pipeline.rank(
                    question(0.5, id -> true, 6, Optional.of("req_" + request)),
                    List.of(result(Channel.BEHAVIOR, 1, 2)),
                    () -> NEWEST);
            assertThat(ranking.list()).hasSize(6);
            for (Recommendation one : ranking.list()) {
                shown.merge(one.item().id().number(), 1, Integer::sum);
                told.put(one.item().id().number(), one.propensity());
            }
        }
        told.forEach((item, propensity) -> {
            double deviation = Math.sqrt(requests * propensity * (1 - propensity));
            assertThat((double) shown.getOrDefault(item, 0))
                    .as("item %d, told %s", item, propensity)
                    .isCloseTo(requests * propensity, within(5 * deviation + 1e-9));
        });
    }

    @Test
    void theOrderInWhichChannelsAnsweredDoesNotMatter() {
        Random random = new Random(7);
        List<Long> expected =
                ids(pipeline.rank(question(0.4, id -> true, 12, Optional.of("req_a")), FOUND, () -> NEWEST));
        for (int round = 0; round < 20; round++) {
            List<ChannelResult> shuffled = new ArrayList<>(FOUND);
            Collections.shuffle(shuffled, random);
            assertThat(ids(pipeline.rank(question(0.4, id -> true, 12, Optional.of("req_a")), shuffled, () -> NEWEST)))
                    .isEqualTo(expected);
        }
    }
}
