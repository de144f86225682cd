package dev.millrace.query.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<Hit> HITS = List.of(
            new Hit(ItemId.api(7), 0.9f),
            new Hit(ItemId.dataset(7), 0.9f),
            new Hit(ItemId.dataset(1L << 40), 0.25f),
            new Hit(ItemId.api(1), -0.5f));

    @Test
    void asAListItIsTheHitsItWasMadeOf() {
        assertThat(new Nearest(HITS)).isEqualTo(HITS).hasSameHashCodeAs(HITS);
        assertThat(HITS).isEqualTo(new Nearest(HITS));
        assertThat(Nearest.NONE).isEmpty();
    }

    @Test
    void asNumbersItIsTheSame() {
        Nearest nearest = new Nearest(HITS);
        for (int place = 0; place < HITS.size(); place++) {
            assertThat(nearest.code(place)).isEqualTo(HITS.get(place).id().code());
            assertThat(nearest.similarity(place)).isEqualTo(HITS.get(place).similarity());
        }
    }
}
