package dev.millrace.query.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.contract.proto.RequestExposure;
import dev.millrace.contract.topic.Topics;
import dev.millrace.query.exposure.ExposureCounts.Drop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KafkaExposureLogTest {
    /// Room for three of [#exposure].
    private static final long ROOM = 3L * (exposure(1).getSerializedSize() + WaitingExposures.OVERHEAD) + 1;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MockProducer<String, byte[]> producer = producer();
    private final Deque<MockProducer<String, byte[]>> producers = new ConcurrentLinkedDeque<>(List.of(producer));
    private final KafkaExposureLog exposures =
            new KafkaExposureLog(ROOM, Duration.ofMillis(100), producers::removeFirst, registry);

    /// Acknowledges when it is told to; what it has still got when it is closed fails, as with a real one.
    private static MockProducer<String, byte[]> producer() {
        return new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer()) {
            @Override
            public void close(Duration timeout) {
                while (errorNext(new KafkaException("closed by force"))) {
                    // The next one.
                }
                super.close(timeout);
            }
        };
    }

    private static RequestExposure exposure(int number) {
        return RequestExposure.newBuilder().setRequestId("req_" + number).build();
    }

    @AfterEach
    void close() {
        exposures.close();
    }

    private double dropped(Drop reason) {
        return registry.counter("millrace.exposure.dropped", "reason", reason.label())
                .count();
    }

    private double sent() {
        return registry.counter("millrace.exposure.sent").count();
    }

    private double waiting(String what) {
        return registry.get("millrace.exposure.waiting." + what).gauge().value();
    }

    private void awaitSent(MockProducer<String, byte[]> to, int... numbers) {
        await().untilAsserted(() -> assertThat(to.history())
                .extracting(ProducerRecord::key)
                .containsExactly(java.util.Arrays.stream(numbers)
                        .mapToObj(n -> "req_" + n)
                        .toArray(String[]::new)));
    }

    @Test
    void writesByRequestWithTheNameOfTheMessage() throws Exception {
        exposures.start();
        assertThat(exposures.offer(exposure(1))).isTrue();
        awaitSent(producer, 1);
        ProducerRecord<String, byte[]> written = producer.history().getFirst();
        assertThat(written.topic()).isEqualTo("request.exposure.v1").isEqualTo(Topics.EXPOSURES.name());
        assertThat(RequestExposure.parseFrom(written.value())).isEqualTo(exposure(1));
        assertThat(new String(written.headers().lastHeader("message").value(), StandardCharsets.UTF_8))
                .isEqualTo("millrace.v1.RequestExposure");
        assertThat(sent()).as("not acknowledged").isZero();
        assertThat(waiting("records")).isEqualTo(1);

        producer.completeNext();

        assertThat(sent()).isEqualTo(1);
        assertThat(waiting("records")).isZero();
        assertThat(waiting("bytes")).isZero();
    }

    @Test
    void whatIsNotAcknowledgedTakesRoomAndMoreIsDropped() {
        exposures.start();
        for (int number = 1; number <= 5; number++) {
            assertThat(exposures.offer(exposure(number))).isEqualTo(number <= 3);
        }
        awaitSent(producer, 1, 2, 3);
        assertThat(dropped(Drop.FULL)).isEqualTo(2);
        assertThat(waiting("records")).isEqualTo(3);

        producer.completeNext();

        assertThat(exposures.offer(exposure(6))).isTrue();
        assertThat(exposures.offer(exposure(7))).isFalse();
        awaitSent(producer, 1, 2, 3, 6);
        assertThat(dropped(Drop.FULL)).isEqualTo(3);
    }

    @Test
    void whatTheBrokerRefusesIsCountedAndGivesItsRoomBack() {
        exposures.start();
        exposures.offer(exposure(1));
        exposures.offer(exposure(2));
        awaitSent(producer, 1, 2);

        producer.errorNext(new RecordTooLargeException("no"));
        producer.completeNext();

        assertThat(dropped(Drop.REFUSED)).isEqualTo(1);
        assertThat(sent()).isEqualTo(1);
        assertThat(waiting("bytes")).isZero();
    }

    @Test
    void aProducerThatFailedForGoodIsReplacedAndTheOrderIsKept() {
        MockProducer<String, byte[]> second = producer();
        producers.add(second);
        exposures.start();
        exposures.offer(exposure(1));
        awaitSent(producer, 1);
        producer.completeNext();
        producer.sendException = new KafkaException("in an error state");

        exposures.offer(exposure(2));
        exposures.offer(exposure(3));

        awaitSent(second, 2, 3);
        assertThat(producer.closed()).isTrue();
        assertThat(dropped(Drop.REFUSED)).isZero();
    }

    @Test
    void whereNoProducerCanBeMadeExposuresWait() {
        MockProducer<String, byte[]> none = producers.removeFirst();
        exposures.start();
        exposures.offer(exposure(1));
        await().until(() -> waiting("records") == 1);
        producers.add(none);
        awaitSent(none, 1);
    }

    @Test
    void aStopWritesWhatWaits() {
        try (MockProducer<String, byte[]> prompt =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer())) {
            producers.removeFirst();
            producers.add(prompt);
            exposures.offer(exposure(1));
            exposures.offer(exposure(2));
            exposures.start();

            exposures.close();

            awaitSent(prompt, 1, 2);
            assertThat(sent()).isEqualTo(2);
            assertThat(prompt.closed()).isTrue();
            assertThat(exposures.offer(exposure(3))).isFalse();
            assertThat(dropped(Drop.CLOSED)).isEqualTo(1);
        }
    }

    @Test
    void aStopDoesNotWaitForEver() {
        exposures.start();
        exposures.offer(exposure(1));
        awaitSent(producer, 1);

        exposures.close();

        assertThat(dropped(Drop.CLOSED)).as("handed over, not acknowledged").isEqualTo(1);
        assertThat(waiting("bytes")).isZero();
    }

    @Test
    void aStopEndsAProducerThatWaitsForTheBroker() {
        producers.removeFirst();
        producers.add(new Blocked());
        exposures.start();
        exposures.offer(exposure(1));
        exposures.offer(exposure(2));
        await().until(() -> producers.isEmpty());

        exposures.close();

        assertThat(dropped(Drop.CLOSED)).isEqualTo(2);
        assertThat(waiting("bytes")).isZero();
    }

    @Test
    void whatWasNeverStartedStopsAtOnce() {
        exposures.offer(exposure(1));
        exposures.close();
        assertThat(dropped(Drop.CLOSED)).isEqualTo(1);
    }
}
