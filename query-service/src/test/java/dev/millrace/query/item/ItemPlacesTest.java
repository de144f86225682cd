package dev.millrace.query.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ItemPlacesTest {

    @Test
    void placesAreCountedInTheOrderOfTheFirstMeeting() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            ItemPlaces places = new ItemPlaces(random.nextInt(40));
            List<Long> oracle = new ArrayList<>();
            for (int step = 0; step < 300; step++) {
                long code = 1 + random.nextInt(120);
                assertThat(places.has(code)).as("seed %d", seed).isEqualTo(oracle.contains(code));
                if (!oracle.contains(code)) {
                    oracle.add(code);
                }
                assertThat(places.of(code)).as("seed %d", seed).isEqualTo(oracle.indexOf(code));
            }
            assertThat(places.size()).isEqualTo(oracle.size());
            assertThat(places.codes()).containsExactly(oracle.toArray(Long[]::new));
        }
    }

    @Test
    void aSetHasWhatItWasMadeOf() {
        ItemSet set = ItemSet.of(List.of(ItemId.dataset(1), ItemId.api(1), ItemId.dataset(1)));
        assertThat(set).containsExactlyInAnyOrder(ItemId.dataset(1), ItemId.api(1));
        assertThat(set.contains(ItemId.api(1))).isTrue();
        assertThat(set.has(ItemId.api(2).code())).isFalse();
        assertThat(ItemSet.EMPTY).isEmpty();
        assertThat(ItemSet.of(set)).isSameAs(set);
    }
}
