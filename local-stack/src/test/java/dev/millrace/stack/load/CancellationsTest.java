package dev.millrace.stack.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CancellationsTest {

    private static RetailLine line(int number, boolean cancels, String customer, String code) {
        return new RetailLine(
                number,
                (cancels ? "C" : "") + number,
                code,
                "x",
                cancels ? -1 : 1,
                number,
                BigDecimal.ONE,
                customer,
                "UK");
    }

    @Test
    void takesTheNewestEarlierOrderOfTheSameCustomerAndItem() {
        Cancellations cancellations = new Cancellations();
        RetailLine newest = line(2, false, "a", "10001");
        cancellations.order(line(1, false, "a", "10001"));
        cancellations.order(newest);
        cancellations.order(line(3, false, "b", "10001"));
        cancellations.order(line(4, false, "a", "10002"));
        cancellations.cancellation(line(5, true, "a", "10001"));
        assertThat(cancellations.matches())
                .extracting(Cancellations.Match::order)
                .containsExactly(newest);
        assertThat(cancellations.unmatched()).isZero();
    }

    @Test
    void agreesWithASearchThroughAllEarlierLines() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<RetailLine> lines = new ArrayList<>();
            for (int i = 1; i <= 300; i++) {
                lines.add(line(i, random.nextInt(3) == 0, "c" + random.nextInt(4), "1000" + random.nextInt(5)));
            }
            Cancellations cancellations = new Cancellations();
            lines.forEach(line -> {
                if (line.isCancellation()) {
                    cancellations.cancellation(line);
                } else {
                    cancellations.order(line);
                }
            });
            List<Cancellations.Match> expected = new ArrayList<>();
            int unmatched = search(lines, expected);
            assertThat(cancellations.matches()).as("seed %d", seed).isEqualTo(expected);
            assertThat(cancellations.unmatched()).as("seed %d", seed).isEqualTo(unmatched);
        }
    }

    private static int search(List<RetailLine> lines, List<Cancellations.Match> matches) {
        Set<RetailLine> taken = new HashSet<>();
        int unmatched = 0;
        for (int at = 0; at < lines.size(); at++) {
            RetailLine cancellation = lines.get(at);
            if (!cancellation.isCancellation()) {
                continue;
            }
            int before = at - 1;
            while (before >= 0 && !fits(lines.get(before), cancellation, taken)) {
                before--;
            }
            if (before < 0) {
                unmatched++;
            } else {
                taken.add(lines.get(before));
                matches.add(new Cancellations.Match(lines.get(before), cancellation));
            }
        }
        return unmatched;
    }

    private static boolean fits(RetailLine order, RetailLine cancellation, Set<RetailLine> taken) {
        return !order.isCancellation()
                && !taken.contains(order)
                && order.customer().equals(cancellation.customer())
                && order.code().equals(cancellation.code());
    }
}
