package dev.millrace.streams.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Neighbour;
import dev.millrace.contract.proto.Neighbours;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Against the oracle that sorts all pairs. Replay a failure with `-Dseed=`.
class NeighbourListTest {
    private static final int LIMIT = 10;

    @Test
    void theListIsTheExactTopWhateverTheOrderOfChanges() {
        long seed = Long.getLong("seed", 3L);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Map<String, Long> all = new HashMap<>();
        NeighbourList list = NeighbourList.empty(LIMIT);
        int rebuilds = 0;
        for (int step = 0; step < 5_000; step++) {
            String item = "ds:" + (1 + random.nextInt(40));
            long strength = random.nextInt(6);
            all.put(item, strength);
            list.set(item, strength);
            if (list.mustBeRebuilt()) {
                rebuilds++;
                list = rebuilt(all);
            }
            list = NeighbourList.of(list.into(Neighbours.newBuilder()).build(), LIMIT);
            assertThat(list.items()).as("the bound").hasSizeLessThanOrEqualTo(LIMIT + LIMIT / 5);
            assertThat(list.items().stream().limit(LIMIT).toList())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(top(all));
        }
        assertThat(rebuilds).as("rebuilds are the exception").isBetween(1, 1_500);
    }

    private static NeighbourList rebuilt(Map<String, Long> all) {
        NeighbourList list = NeighbourList.empty(LIMIT);
        all.forEach(list::add);
        return list;
    }

    private static List<Neighbour> top(Map<String, Long> all) {
        return all.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey(ItemId::compareKeys)))
                .limit(LIMIT)
                .map(entry -> Neighbour.newBuilder()
                        .setItemId(entry.getKey())
                        .setStrength(entry.getValue())
                        .build())
                .toList();
    }
}
