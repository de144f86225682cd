package dev.millrace.streams.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.proto.VisitItem;
import dev.millrace.contract.proto.VisitItems;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.streams.runtime.HotValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NewestVisitsTest {
    private final KeyValueStore<String, VisitItems> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("visits"),
                    Serdes.String(),
                    ProtoSerde.versioned(VisitItems.parser(), 1))
            .withLoggingDisabled()
            .build();
    private final HotValues<VisitItems> visits;
    private final Map<Long, Long> times = new HashMap<>();
    private final Random random = new Random(Long.getLong("seed", 20261126L));

    NewestVisitsTest() {
        var context = new MockProcessorContext<Void, Void>();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        visits = new HotValues<>(context, "visits", 100);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void set(NewestVisits newest, long visit, long timeMs) {
        Long before = timeMs == 0 ? times.remove(visit) : times.put(visit, timeMs);
        String key = String.valueOf(visit);
        if (timeMs == 0) {
            visits.delete(key);
        } else {
            visits.put(
                    key,
                    VisitItems.newBuilder()
                            .addEntries(VisitItem.newBuilder().setTimeMs(timeMs))
                            .build());
        }
        newest.changed(key, before == null ? 0 : before, timeMs);
    }

    private void changeSome(NewestVisits newest, int number) {
        for (int i = 0; i < number; i++) {
            long visit = 1 + random.nextInt(4 * NewestVisits.AT_ONCE);
            set(newest, visit, random.nextInt(3) == 0 && times.containsKey(visit) ? 0 : 1 + random.nextInt(1_000_000));
        }
    }

    @Test
    void aTaskThatMovesHereFindsTheOldestWhateverChangesWhileItLooks() {
        NewestVisits before = new NewestVisits(visits);
        for (long visit = 1; visit <= 3 * NewestVisits.AT_ONCE; visit++) {
            set(before, visit, 1 + random.nextInt(1_000_000));
        }

        NewestVisits newest = new NewestVisits(visits);
        assertThat(newest.oldest()).isEmpty();
        while (!newest.look()) {
            changeSome(newest, 500);
            assertThat(newest.oldest()).isEmpty();
        }
        changeSome(newest, 3_000);

        assertThat(newest.counted()).isEqualTo(times.size());
        assertThat(drained(newest)).isEqualTo(oldestFirst());
        assertThat(newest.counted()).isZero();
    }

    @Test
    void manyThatComeAndGoLeaveNothingBehind() {
        NewestVisits newest = new NewestVisits(visits);
        while (!newest.look()) {
            assertThat(newest.counted()).isZero();
        }
        for (long visit = 1; visit <= 3 * NewestVisits.AT_ONCE; visit++) {
            set(newest, visit, 1 + random.nextInt(1_000_000));
            if (visit % 1_000 != 0) {
                set(newest, visit, 0);
            }
            newest.look();
        }
        assertThat(newest.counted()).isEqualTo(times.size());
        assertThat(drained(newest)).isEqualTo(oldestFirst());
    }

    private List<Long> oldestFirst() {
        return times.entrySet().stream()
                .sorted(Map.Entry.<Long, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<Long> drained(NewestVisits newest) {
        List<Long> order = new ArrayList<>();
        Map<Long, Long> all = new HashMap<>(times);
        for (OptionalLong oldest = newest.oldest(); oldest.isPresent(); oldest = newest.oldest()) {
            order.add(oldest.getAsLong());
            set(newest, oldest.getAsLong(), 0);
        }
        times.putAll(all);
        return order;
    }
}
