package dev.millrace.stack.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RankFusionTest {

    @Test
    void whatSeveralListsNameComesFirst() {
        assertThat(RankFusion.fuse(List.of(List.of(1L, 2L, 3L), List.of(3L, 4L), List.of(3L, 2L)), 10))
                .containsExactly(3L, 2L, 1L, 4L);
    }

    @Test
    void tiesAreInTheOrderOfTheItemsAndNoMoreThanWanted() {
        assertThat(RankFusion.fuse(List.of(List.of(9L), List.of(7L), List.of(8L)), 2))
                .containsExactly(7L, 8L);
        assertThat(RankFusion.fuse(List.<List<Long>>of(), 5)).isEmpty();
    }
}
