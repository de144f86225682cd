package dev.millrace.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

class FarMemoryTest {
    @Test
    void aLoadTakesTheMeanSinceItWasAskedLast() {
        FarMemory memory = new FarMemory();
        memory.note(600, 2);
        memory.note(300, 4);
        assertThat(memory.loadNanos()).isEqualTo(150);
        assertThat(memory.loadNanos()).isNaN();
    }

    @Test
    void walksThroughAllLinesBeforeItComesBack() {
        int lines = 1_000;
        long[] next = FarMemory.cycle(lines);
        int steps = 0;
        int line = 0;
        do {
            line = (int) next[line * 8];
            steps++;
        } while (line != 0 && steps <= lines);
        assertThat(steps).isEqualTo(lines);
    }

    @Test
    void measuresByItself() {
        try (FarMemory memory = FarMemory.watched()) {
            await().until(() -> memory.loadNanos() > 0);
        }
    }
}
