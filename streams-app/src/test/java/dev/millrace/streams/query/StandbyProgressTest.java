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
    private static final List<String> STORES = List.of("values", "lists", "progress");
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

    /// Replay a failure with `-Dseed=`.
    @RepeatedTest(20)
    void whatIsVouchedForIsInEveryStoreAndProgressIsMade() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        Map<String, List<Long>> logs = new HashMap<>();
        Map<String, Integer> restored = new HashMap<>();
        STORES.forEach(store -> {
            logs.put(store, new ArrayList<>());
            restored.put(store, 0);
        });
        long time = 0;
        long vouches = 0;
        for (int step = 0; step < 5_000; step++) {
            switch (random.nextInt(6)) {
                case 0 -> logs.get("values").add(++time);
                case 1 -> logs.get("lists").add(++time);
                case 2 -> logs.get("progress").add(time);
                case 3, 4 -> {
                    String store = STORES.get(random.nextInt(STORES.size()));
                    int now = restored.get(store);
                    restored.put(store, Math.min(logs.get(store).size(), now + random.nextInt(4)));
                }
                default -> {
                    int seen = restored.get("progress");
                    standby.look(
                            progress(seen == 0 ? 0 : logs.get("progress").get(seen - 1)),
                            positions(logs, restored),
                            FULL);
                    vouches += standby.vouched().isPresent() ? 1 : 0;
                }
            }
            long said = standby.vouched().map(StandbyProgressTest::progress).orElse(0L);
            for (String store : List.of("values", "lists")) {
                assertThat(logs.get(store)
                                .subList(restored.get(store), logs.get(store).size()))
                        .as("%s, seed %d: not restored, and said to be", store, seed)
                        .allMatch(missing -> missing > said);
            }
        }
        assertThat(vouches).as("seed %d", seed).isPositive();
    }

    private static Map<String, Position> positions(Map<String, List<Long>> logs, Map<String, Integer> restored) {
        Map<String, Position> positions = new HashMap<>();
        logs.forEach((store, log) -> positions.put(store, new Position(restored.get(store), log.size())));
        return positions;
    }

    private static Map<String, byte[]> progress(long time) {
        return Map.of("business", ByteBuffer.allocate(Long.BYTES).putLong(time).array());
    }

    private static long progress(Map<String, byte[]> entries) {
        return ByteBuffer.wrap(entries.get("business")).getLong();
    }
}
