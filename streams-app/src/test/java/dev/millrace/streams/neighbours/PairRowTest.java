package dev.millrace.streams.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ItemPairs;
import dev.millrace.contract.proto.Neighbour;
import dev.millrace.contract.proto.PairUpdate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Against the oracle that sorts all sums. Replay a failure with `-Dseed=`.
class PairRowTest {
    private static final int LIMIT = 10;
    private static final int ROOM = 1_000;

    @Test
    void theBestAreTheTopOfAllSumsWhateverTheOrderOfChanges() {
        long seed = Long.getLong("seed", 3L);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Map<String, Long> next = new HashMap<>();
        Map<String, Long> before = new HashMap<>();
        PairRow row = new PairRow();
        for (int step = 0; step < 3_000; step++) {
            String item = "ds:" + (1 + random.nextInt(40));
            long more = random.nextInt(60) - Math.min(30, next.getOrDefault(item, 0L));
            long actors = random.nextInt(3) - Math.min(1, before.getOrDefault(item, 0L));
            next.merge(item, more, Long::sum);
            before.merge(item, actors, Long::sum);
            assertThat(row.add(update(item, more, actors), ROOM)).isFalse();
            row = reread(row, random);
            assertThat(row.best(LIMIT).getItemsList())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(top(next, before));
        }
    }

    /// As it is, or as it is read again from either form.
    private static PairRow reread(PairRow row, RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> PairRow.of(row.whole(), null);
            case 1 -> {
                ItemPairs since = row.since();
                yield PairRow.of(whole(row, since), since);
            }
            default -> row;
        };
    }

    /// The row as a whole before what has changed since; that is overwritten, so any counts will do.
    private static ItemPairs whole(PairRow row, ItemPairs since) {
        Set<String> changed =
                since.getPairsList().stream().map(Neighbour::getItemId).collect(Collectors.toSet());
        return ItemPairs.newBuilder()
                .addAllPairs(row.whole().getPairsList().stream()
                        .map(pair -> changed.contains(pair.getItemId())
                                ? pair.toBuilder().setNext(pair.getNext() + 5).build()
                                : pair)
                        .toList())
                .build();
    }

    @Test
    void theWeakestGoWhenThereAreTooMany() {
        PairRow row = new PairRow();
        for (int item = 1; item <= 20; item++) {
            assertThat(row.add(update("ds:" + item, item, 0), 20)).isFalse();
        }
        assertThat(row.add(update("ds:21", 21, 0), 20)).isTrue();

        assertThat(row.best(100).getItemsList())
                .extracting(Neighbour::getItemId)
                .hasSize(18)
                .startsWith("ds:21")
                .endsWith("ds:4");
    }

    @Test
    void isEmptyWhenAllIsTakenBack() {
        PairRow row = new PairRow();
        row.add(
                update("ds:2", 25, 1).toBuilder()
                        .setActivityDelta(25)
                        .setActorsDelta(1)
                        .build(),
                ROOM);
        assertThat(row.isEmpty()).isFalse();
        row.add(
                update("ds:2", -25, -1).toBuilder()
                        .setActivityDelta(-25)
                        .setActorsDelta(-1)
                        .build(),
                ROOM);
        assertThat(row.isEmpty()).isTrue();
    }

    private static PairUpdate update(String item, long next, long before) {
        return PairUpdate.newBuilder()
                .setItemId("ds:100")
                .addDeltas(Neighbour.newBuilder().setItemId(item).setNext(next).setBefore(before))
                .build();
    }

    private static List<Neighbour> top(Map<String, Long> next, Map<String, Long> before) {
        return next.keySet().stream()
                .map(item -> Neighbour.newBuilder()
                        .setItemId(item)
                        .setNext(next.getOrDefault(item, 0L))
                        .setBefore(before.getOrDefault(item, 0L))
                        .build())
                .filter(pair -> pair.getNext() > 0 || pair.getBefore() > 0)
                .sorted(Comparator.comparingLong((Neighbour pair) -> pair.getNext() + 25 * pair.getBefore())
                        .reversed()
                        .thenComparing(Neighbour::getItemId, ItemId::compareKeys))
                .limit(LIMIT)
                .toList();
    }
}
