package dev.millrace.streams.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.streams.query.StandbyProgress.Position;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// An owner that writes values, then the progress that covers them, and a standby whose stores are filled one
/// record at a time in any order.
class StandbyProgressTest {
    private static final StandbyProgress.Gap FULL = (store, from, to) -> false;

    private final StandbyProgress standby = new StandbyProgress();

    @Test
    void nothingIsVouchedForWhileAStoreIsBehind() {
        standby.look(progress(5), Map.of("values", new Position(3, 9), "progress", new Position(9, 9)), FULL);
        standby.look(progress(5), Map.of("values", new Position(8, 20), "progress", new Position(9, 30)), FULL);
        assertThat(standby.vouched()).isEmpty();

        standby.look(progress(7), Map.of("values", new Position(9, 20), "progress", new Position(9, 30)), FULL);
        assertThat(standby.vouched().map(StandbyProgressTest::progress)).contains(5L);
    }

    @Test
    void aStoreThatNobodyWritesIsBehindByAMarkerOnly() {
        Map<String, Position> idle = Map.of("values", new Position(8, 9), "progress", new Position(9, 9));
        standby.look(progress(5), idle, FULL);
        standby.look(progress(5), idle, FULL);
        assertThat(standby.vouched()).isEmpty();

        standby.look(progress(5), idle, (store, from, to) -> store.equals("values") && from == 8 && to == 9);
        assertThat(standby.vouched().map(StandbyProgressTest::progress)).contains(5L);
    }

    @Test
    void aStoreThatWentAwayVouchesForNothing() {
        standby.look(progress(5), Map.of("values", new Position(9, 9)), FULL);
        standby.look(progress(5), Map.of(), FULL);
        assertThat(standby.vouched()).isEmpty();
    }

    /// A changelog of times, and how much of it the standby's store has.
    private static final class Changelog {
        final String store;
        final List<Long> times = new ArrayList<>();
        int restored;

        Changelog(String store) {
            this.store = store;
        }

        void restore(int records) {
            restored = Math.min(times.size(), restored + records);
        }

        long newestRestored() {
            return restored == 0 ? 0 : times.get(restored - 1);
        }
    }

    /// Replay a failure with `-Dseed=`.
    @RepeatedTest(20)
    void whatIsVouchedForIsInEveryStoreAndProgressIsMade() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        Changelog values = new Changelog("values");
        Changelog lists = new Changelog("lists");
        Changelog progress = new Changelog("progress");
        List<Changelog> all = List.of(values, lists, progress);
        long time = 0;
        for (int step = 0; step < 5_000; step++) {
            switch (random.nextInt(6)) {
                case 0 -> values.times.add(++time);
                case 1 -> lists.times.add(++time);
                case 2 -> progress.times.add(time);
                case 3, 4 -> all.get(random.nextInt(all.size())).restore(random.nextInt(4));
                default -> standby.look(progress(progress.newestRestored()), positions(all), FULL);
            }
            long said = standby.vouched().map(StandbyProgressTest::progress).orElse(0L);
            for (Changelog log : List.of(values, lists)) {
                assertThat(log.times.subList(log.restored, log.times.size()))
                        .as("%s, seed %d: not restored, and said to be", log.store, seed)
                        .allMatch(missing -> missing > said);
            }
        }
        assertThat(standby.vouched().map(StandbyProgressTest::progress).orElse(0L))
                .as("seed %d", seed)
                .isPositive();
    }

    private static Map<String, Position> positions(List<Changelog> logs) {
        Map<String, Position> positions = new HashMap<>();
        logs.forEach(log -> positions.put(log.store, new Position(log.restored, log.times.size())));
        return positions;
    }

    private static Map<String, byte[]> progress(long time) {
        return Map.of("business", ByteBuffer.allocate(Long.BYTES).putLong(time).array());
    }

    private static long progress(Map<String, byte[]> entries) {
        return ByteBuffer.wrap(entries.getOrDefault("business", new byte[Long.BYTES]))
                .getLong();
    }
}
