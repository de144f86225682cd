package dev.millrace.query.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.contract.id.RequestId;
import dev.millrace.contract.proto.RequestExposure;
import dev.millrace.query.support.MockExposures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExposureReaderTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final long HOUR_MS = 3_600_000;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MockExposures topic = new MockExposures();
    private final RequestId ours = RequestId.random();
    private final long madeMs = ours.madeAtMs().orElseThrow();
    private final RequestId theirs = new RequestId("req_of-a-client");

    private ExposureReader reader(int maxRecords) {
        return reader(maxRecords, LONG, _ -> topic.consumer());
    }

    private ExposureReader reader(
            int maxRecords, Duration timeout, Function<String, Consumer<String, byte[]>> consumers) {
        return new ExposureReader(consumers, maxRecords, timeout, registry);
    }

    private static RequestExposure exposure(RequestId id, long served) {
        return RequestExposure.newBuilder()
                .setRequestId(id.value())
                .setServedTimeMs(served)
                .build();
    }

    /// Records of others in the partition of `id`.
    private void others(RequestId id, int count, long fromMs, long stepMs) {
        for (int i = 0; i < count; i++) {
            topic.append(fromMs + i * stepMs, id.value(), exposure(new RequestId("req_other-" + i), i));
        }
    }

    private static Finding.Found found(RequestId id, long served) {
        return new Finding.Found(exposure(id, served));
    }

    private double searches(String outcome) {
        return registry.counter("millrace.exposure.searches", "outcome", outcome)
                .count();
    }

    @Test
    void anIdThatTellsItsTimeIsFoundFromThereOn() {
        others(ours, 500, madeMs - HOUR_MS, 1_000);
        topic.append(madeMs + 40, exposure(ours, 1));
        others(ours, 500, madeMs + 1_000, 1_000);
        assertThat(reader(10).find(ours)).as("within few records").isEqualTo(found(ours, 1));
        assertThat(topic.made).hasSize(1).allMatch(MockConsumer::closed);
        assertThat(searches("found")).isEqualTo(1);
    }

    @Test
    void oneThatAnOutageHeldBackIsFoundBehindItsTime() {
        others(ours, 50, madeMs, 1_000);
        topic.append(madeMs + HOUR_MS, exposure(ours, 1));
        assertThat(reader(100).find(ours)).isEqualTo(found(ours, 1));
        assertThat(reader(50).find(ours)).isEqualTo(new Finding.Missing(50, false));
    }

    @Test
    void oneWhoseServiceWasAheadOfTheBrokerIsFoundBeforeItsTime() {
        topic.append(madeMs - HOUR_MS, exposure(ours, 1));
        others(ours, 50, madeMs - HOUR_MS + 1, 1);
        assertThat(reader(51).find(ours)).isEqualTo(found(ours, 1));
        assertThat(reader(50).find(ours)).isEqualTo(new Finding.Missing(50, false));
    }

    @Test
    void anIdOfAClientIsFoundFromTheEndAndItsNewestListIsTold() {
        topic.append(1, exposure(theirs, 1));
        others(theirs, 3_000, 2, 1);
        topic.append(HOUR_MS, exposure(theirs, 2));
        topic.append(HOUR_MS, exposure(theirs, 3));
        others(theirs, 6_000, HOUR_MS, 1);
        assertThat(reader(10_000).find(theirs)).isEqualTo(found(theirs, 3));
        assertThat(reader(6_000).find(theirs)).isEqualTo(new Finding.Missing(6_000, false));
    }

    @Test
    void whatIsNotThereIsSaidToBeMissingWithHowFarWasLooked() {
        assertThat(reader(100).find(ours)).as("an empty topic").isEqualTo(new Finding.Missing(0, true));
        others(ours, 30, madeMs - HOUR_MS, HOUR_MS / 10);
        assertThat(reader(100).find(ours)).isEqualTo(new Finding.Missing(30, true));
        topic.expire(ours.value(), 10);
        assertThat(reader(100).find(ours)).isEqualTo(new Finding.Missing(20, true));
        assertThat(searches("missing")).isEqualTo(3);
    }

    @Test
    void aBrokerThatIsAwayIsSaidToBe() {
        MockConsumer<String, byte[]> broken = topic.consumer();
        broken.setOffsetsException(new KafkaException("no broker"));
        assertThat(reader(100, LONG, _ -> broken).find(ours))
                .isEqualTo(new Finding.Away("served lists cannot be looked through now: no broker"));
        assertThat(broken.closed()).isTrue();
        ExposureReader none = reader(100, LONG, _ -> {
            throw new KafkaException("no address");
        });
        for (int i = 0; i < 3; i++) {
            assertThat(none.find(ours)).isInstanceOf(Finding.Away.class);
        }
        assertThat(searches("away")).isEqualTo(4);
        assertThat(searches("busy")).as("a search that fails makes room").isZero();
    }

    @Test
    void aSearchEndsWhenItsTimeIsOver() {
        others(theirs, 20, 1, 1);
        topic.owe(theirs.value());
        assertThat(reader(100, Duration.ofMillis(100), _ -> topic.consumer()).find(theirs))
                .isEqualTo(new Finding.Away(
                        "served lists cannot be looked through now: the time was over after 20 records"));
    }

    @Test
    void aThirdSearchAtOnceIsNotBegun() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        topic.append(madeMs, exposure(ours, 1));
        ExposureReader reader = reader(100, LONG, _ -> {
            begun.countDown();
            await().until(() -> go.getCount() == 0);
            return topic.consumer();
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> reader.find(ours));
            var second = threads.submit(() -> reader.find(ours));
            begun.await();
            assertThat(reader.find(ours)).isEqualTo(new Finding.Away("2 searches for served lists go on already"));
            assertThat(searches("busy")).isEqualTo(1);
            go.countDown();
            assertThat(first.get()).isEqualTo(found(ours, 1));
            assertThat(second.get()).isEqualTo(found(ours, 1));
        }
        assertThat(reader.find(ours)).as("there is room again").isEqualTo(found(ours, 1));
    }
}
