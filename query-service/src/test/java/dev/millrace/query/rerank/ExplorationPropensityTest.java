package dev.millrace.query.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.features.TagSet;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.id.RequestId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Over many requests an item is shown as often as its propensity says. The seed is fixed, for among so many
/// figures one is beyond four standard deviations now and then; another one with `-Dseed=`.
class ExplorationPropensityTest {
    private static final int REQUESTS = 20_000;
    private static final double DEVIATIONS = 4;

    private final long seed = Long.getLong("seed", 1);

    /// Length of the list, listed items, pool, share.
    @ParameterizedTest
    @CsvSource({"10,10,30,0.15", "4,4,10,0.15", "2,2,9,0.1", "20,20,3,0.25", "7,3,12,0.5", "10,9,5,0.12", "10,10,1,0.15"
    })
    void frequencyIsPropensity(int limit, int listed, int offered, double epsilon) {
        Random random = new Random(seed);
        List<Ranked> list = new ArrayList<>();
        for (int number = 1; number <= listed; number++) {
            list.add(new Ranked(ItemId.dataset(number), 0.5f, TagSet.EMPTY, ""));
        }
        List<Explorable> pool = new ArrayList<>();
        for (int number = 0; number < offered; number++) {
            double relevance = 0.2 + 0.8 * random.nextDouble();
            pool.add(new Explorable(
                    ItemId.dataset(100 + number), relevance, 1, 1, random.nextInt(500), random.nextInt(50)));
        }
        Exploration exploration = new Exploration(new ExplorationSettings(epsilon, 30, 50, 0.5, 0.3, 1, 100));
        Map<ItemId, Integer> shown = new HashMap<>();
        Map<ItemId, Double> propensities = new HashMap<>();
        int explored = 0;
        for (int request = 0; request < REQUESTS; request++) {
            RequestId id = new RequestId("req_" + seed + "-" + request);
            for (Placed one : exploration.place(list, pool, item -> true, limit, RequestSeed.of(id))) {
                shown.merge(one.id(), 1, Integer::sum);
                explored += one.explored() ? 1 : 0;
                Double before = propensities.put(one.id(), one.propensity());
                assertThat(before == null ? one.propensity() : before)
                        .as("%s, seed %d", one.id(), seed)
                        .isEqualTo(one.propensity());
            }
        }
        propensities.forEach((id, propensity) -> {
            int times = shown.getOrDefault(id, 0);
            assertThat(Math.abs(times - REQUESTS * propensity))
                    .as("%s with %s shown %d times, seed %d", id, propensity, times, seed)
                    .isLessThanOrEqualTo(DEVIATIONS * Math.sqrt(REQUESTS * propensity * (1 - propensity)) + 1e-6);
        });
        double expected = Math.min(epsilon * limit, Math.min(limit / 2, offered));
        assertThat(propensities.entrySet().stream()
                        .filter(one -> one.getKey().number() >= 100)
                        .mapToDouble(Map.Entry::getValue)
                        .sum())
                .as("all together, seed %d", seed)
                .isCloseTo(expected, within(1e-9));
        double fraction = expected - Math.floor(expected);
        assertThat(Math.abs(explored - REQUESTS * expected))
                .as("explored, seed %d", seed)
                .isLessThanOrEqualTo(DEVIATIONS * Math.sqrt(REQUESTS * fraction * (1 - fraction)) + 1e-6);
    }
}
