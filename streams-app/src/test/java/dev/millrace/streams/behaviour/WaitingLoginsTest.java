package dev.millrace.streams.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.proto.SourcePosition;
import dev.millrace.contract.proto.WaitingLogin;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.streams.TestSettings;
import dev.millrace.streams.config.TopologySettings.Bounds;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingLoginsTest {
    private static final Bounds BOUNDS = TestSettings.of(ClockMode.LIVE).bounds();
    private static final long PATIENCE_US =
            TimeUnit.MILLISECONDS.toMicros(BOUNDS.waitingTime().toMillis());

    private final KeyValueStore<String, WaitingLogin> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("logins"),
                    Serdes.String(),
                    ProtoSerde.versioned(WaitingLogin.parser(), 1))
            .withLoggingDisabled()
            .build();

    WaitingLoginsTest() {
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyOneIsLookedAtInTurn() {
        WaitingLogins waiting = new WaitingLogins(store, BOUNDS);
        for (long visit = 1; visit <= 900; visit++) {
            assertThat(waiting.add(visit, row(visit))).isTrue();
        }
        Set<Long> seen = new HashSet<>(waiting.some().keySet());
        assertThat(seen).hasSizeLessThan(900);
        seen.addAll(waiting.some().keySet());
        assertThat(seen).hasSize(900);
        assertThat(waiting.some()).as("and again").isNotEmpty();
    }

    @Test
    void theyOutliveARestartInTheirOrder() {
        WaitingLogins before = new WaitingLogins(store, BOUNDS);
        before.add(7, row(100));
        before.add(6, row(200));
        before.add(5, row(300));
        before.add(7, row(400));
        before.remove(6);

        WaitingLogins after = new WaitingLogins(store, BOUNDS);
        assertThat(after.some().keySet()).containsExactly(7L, 5L);
        assertThat(after.giveUpOverdue(100 + PATIENCE_US)).isZero();
        assertThat(after.giveUpOverdue(101 + PATIENCE_US)).isOne();
        assertThat(after.some().keySet()).containsExactly(5L);
    }

    private static SourcePosition row(long commitTimeUs) {
        return SourcePosition.newBuilder().setCommitTimeUs(commitTimeUs).build();
    }
}
