package dev.millrace.stack.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.proto.InteractionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchMethodsTest {
    private static final int ITEMS = 12;

    private static List<Event> log(long seed) {
        Random random = new Random(seed);
        List<Event> log = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            log.add(new Event(1 + random.nextInt(40), 1 + random.nextInt(ITEMS), i, InteractionKind.VIEW));
        }
        return log;
    }

    private static boolean took(List<Event> log, long actor, long item) {
        return log.stream().anyMatch(event -> event.actor() == actor && event.item() == item);
    }

    /// Actors who took both.
    private static long together(List<Event> log, long one, long other) {
        return log.stream()
                .mapToLong(Event::actor)
                .distinct()
                .filter(actor -> took(log, actor, one) && took(log, actor, other))
                .count();
    }

    @Test
    void coOccurrenceIsWhatCountingSays() {
        List<Event> log = log(1);
        Interests interests = new Interests();
        log.forEach(interests::add);
        float[] row = new float[interests.size()];
        for (int item = 0; item < interests.size(); item++) {
            interests.together(item, row);
            for (int other = 0; other < interests.size(); other++) {
                assertThat((long) row[other]).isEqualTo(together(log, interests.item(item), interests.item(other)));
            }
        }
    }

    @Test
    void knnRanksByCosine() {
        List<Event> log = log(2);
        ItemKnn knn = new ItemKnn(ITEMS, 0);
        log.forEach(knn::learn);
        knn.fit();
        List<Long> found = knn.recommend(List.of(1L), Set.of(1L), ITEMS);
        double last = Double.MAX_VALUE;
        for (long item : found) {
            double cosine =
                    together(log, 1, item) / Math.sqrt((double) together(log, 1, 1) * together(log, item, item));
            assertThat(cosine).isLessThanOrEqualTo(last + 1e-6).isPositive();
            last = cosine;
        }
        assertThat(found).hasSizeGreaterThan(5).doesNotContain(1L);
    }

    /// The closed form is the minimum of ‖X − XB‖² + λ‖B‖² with a zero diagonal: its gradient off the diagonal is zero.
    @Test
    void easeIsTheMinimumOfItsLoss() {
        List<Event> log = log(3);
        Ease ease = new Ease(ITEMS, 5);
        log.forEach(ease::learn);
        ease.fit();
        for (long row = 1; row <= ITEMS; row++) {
            for (long column = 1; column <= ITEMS; column++) {
                if (row == column) {
                    assertThat(ease.weight(row, column)).isZero();
                    continue;
                }
                double gradient = -together(log, row, column) + 5 * ease.weight(row, column);
                for (long other = 1; other <= ITEMS; other++) {
                    gradient += together(log, row, other) * ease.weight(other, column);
                }
                assertThat(gradient).isCloseTo(0, within(1e-8));
            }
        }
    }

    @Test
    void whoIsNotFittedSaysNothing() {
        ItemKnn knn = new ItemKnn(5, 0);
        knn.learn(new Event(1, 1, 0, InteractionKind.VIEW));
        assertThat(knn.recommend(List.of(1L), Set.of(), 5)).isEmpty();
        Ease ease = new Ease(5, 1);
        assertThat(ease.recommend(List.of(1L), Set.of(), 5)).isEmpty();
    }
}
