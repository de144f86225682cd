package dev.millrace.stack.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ItemTextsTest {
    private final ItemTexts texts = new ItemTexts(new SplittableRandom(1));

    @Test
    void textsAreCompleteInBothLanguages() {
        int chinese = 0;
        for (int i = 0; i < 1_000; i++) {
            ItemTexts.Text text = texts.next();
            assertThat(text.title()).isNotBlank().doesNotContain("|");
            assertThat(text.description()).isNotBlank();
            assertThat(text.tags()).contains(";");
            assertThat(text.seller()).isNotBlank();
            chinese += text.title().codePoints().anyMatch(c -> c > 0x4E00) ? 1 : 0;
        }
        assertThat(chinese).isBetween(500, 700);
    }

    @Test
    void pricesAreLogNormalAndSomeAreFree() {
        long[] prices =
                LongStream.generate(texts::priceCents).limit(10_000).sorted().toArray();
        assertThat(LongStream.of(prices).filter(price -> price == 0).count()).isBetween(600L, 1_000L);
        assertThat(prices[5_000]).isBetween(400L, 700L);
        assertThat(prices[9_990]).isGreaterThan(10_000);
    }
}
