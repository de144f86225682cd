package dev.millrace.stack.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.id.RequestId;
import dev.millrace.contract.proto.ExposedItem;
import dev.millrace.contract.proto.RequestExposure;
import dev.millrace.contract.topic.TopicAdmin;
import dev.millrace.contract.topic.Topics;
import dev.millrace.query.exposure.ExposureProducers;
import dev.millrace.query.exposure.ExposureReader;
import dev.millrace.query.exposure.Finding;
import dev.millrace.query.exposure.KafkaExposureLog;
import dev.millrace.query.state.ReplicaConsumers;
import dev.millrace.stack.embedded.BrokerSettings;
import dev.millrace.stack.embedded.FreePorts;
import dev.millrace.stack.embedded.InProcessBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Served lists on their way to a real broker that comes late, goes away and comes back. Whoever offers never waits:
/// with the broker away every offer has returned before it comes back, for this thread brings it back.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ExposuresIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ROOM = 256 << 10;

    /// Longer than each of the time-outs that the site has set.
    private static final Duration AWAY = Duration.ofSeconds(4);

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Integer> taken = new ArrayList<>();
    private BrokerSettings settings;
    private int offered;

    @BeforeEach
    void settings() {
        settings = new BrokerSettings(folder.resolve("kafka"), FreePorts.one(), FreePorts.one());
    }

    /// The buffer of the producer is smaller than what may wait, so some wait in it and some before it.
    private KafkaExposureLog exposures(Duration closeTimeout, SimpleMeterRegistry meters) {
        KafkaExposureLog exposures = new KafkaExposureLog(
                ROOM,
                closeTimeout,
                () -> ExposureProducers.create(Map.of(
                        "bootstrap.servers", settings.bootstrapServers(),
                        "buffer.memory", "65536",
                        "request.timeout.ms", "1000",
                        "delivery.timeout.ms", "2000",
                        "max.block.ms", "1000",
                        "reconnect.backoff.max.ms", "500")),
                meters);
        exposures.start();
        return exposures;
    }

    private InProcessBroker broker() {
        return InProcessBroker.start(settings);
    }

    private void topics() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
            TopicAdmin.ensure(admin, List.of(Topics.EXPOSURES), (short) 1, PATIENCE);
        }
    }

    /// Takes note of those that are taken.
    private void offer(KafkaExposureLog exposures, int count) {
        for (int i = 0; i < count; i++) {
            offered++;
            if (exposures.offer(exposure(offered))) {
                taken.add(offered);
            }
        }
    }

    /// A list of ten, about as large as a real one.
    private static RequestExposure exposure(int number) {
        var exposure = RequestExposure.newBuilder().setRequestId("req_" + number);
        for (int position = 1; position <= 10; position++) {
            exposure.addItems(ExposedItem.newBuilder()
                    .setPosition(position)
                    .setItemId("ds:" + (number + position))
                    .setPropensity(1)
                    .addFeatures(number)
                    .addFeatures(position));
        }
        return exposure.build();
    }

    private static double dropped(SimpleMeterRegistry meters, String reason) {
        return meters.counter("millrace.exposure.dropped", "reason", reason).count();
    }

    private void awaitAllWritten() {
        await().atMost(PATIENCE)
                .until(() -> registry.counter("millrace.exposure.sent").count() == taken.size());
    }

    /// Request numbers by partition, in the order of the log.
    private Map<Integer, List<Integer>> written() throws InvalidProtocolBufferException {
        Map<Integer, List<Integer>> found = new TreeMap<>();
        for (WrittenExposures one : WrittenExposures.all(settings.bootstrapServers())) {
            String id = one.exposure().getRequestId();
            found.computeIfAbsent(one.partition(), _ -> new ArrayList<>())
                    .add(Integer.valueOf(id.substring("req_".length())));
        }
        return found;
    }

    /// Each that was taken is there once, and in its order.
    private void assertWritten() throws InvalidProtocolBufferException {
        Map<Integer, List<Integer>> found = written();
        found.forEach((partition, numbers) ->
                assertThat(numbers).as("partition %d", partition).isSorted().doesNotHaveDuplicates());
        assertThat(found.values().stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(taken);
    }

    @Test
    void whatIsOfferedBeforeTheBrokerIsThereArrives() throws Exception {
        try (KafkaExposureLog exposures = exposures(Duration.ofSeconds(10), registry)) {
            offer(exposures, 100);
            assertThat(taken).hasSize(100);
            try (InProcessBroker _ = broker()) {
                topics();
                awaitAllWritten();
                assertWritten();
            }
        }
    }

    @Test
    void anOutageIsSurvivedUpToTheBoundAndWhatIsBeyondIsCounted() throws Exception {
        try (KafkaExposureLog exposures = exposures(Duration.ofSeconds(10), registry)) {
            try (InProcessBroker _ = broker()) {
                topics();
                offer(exposures, 50);
                awaitAllWritten();
            }
            offer(exposures, 2_000);
            int refused = offered - taken.size();
            assertThat(refused).isPositive();
            assertThat(dropped(registry, "full")).isEqualTo(refused);
            assertThat(taken).as("the bound is used").hasSizeGreaterThan(50 + ROOM / 1_000);
            assertThat(registry.get("millrace.exposure.waiting.bytes").gauge().value())
                    .isBetween(ROOM * 0.99, (double) ROOM);
            long back = System.nanoTime() + AWAY.toNanos();
            await().atMost(PATIENCE).until(() -> System.nanoTime() - back > 0);

            try (InProcessBroker _ = broker()) {
                awaitAllWritten();
                offer(exposures, 50);
                awaitAllWritten();
                assertThat(offered - taken.size()).isEqualTo(refused);
                assertThat(dropped(registry, "refused") + dropped(registry, "closed"))
                        .isZero();
                assertWritten();
            }
        }
    }

    @Test
    void aStopWritesWhatWaitsAndWithoutABrokerItEnds() throws Exception {
        try (InProcessBroker _ = broker()) {
            topics();
            KafkaExposureLog exposures = exposures(Duration.ofSeconds(30), registry);
            offer(exposures, 100);
            exposures.close();
            assertThat(registry.counter("millrace.exposure.sent").count()).isEqualTo(100);
            assertWritten();
        }
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        KafkaExposureLog nowhere = exposures(Duration.ofMillis(500), meters);
        for (int number = 1; number <= 100; number++) {
            assertThat(nowhere.offer(exposure(number))).isTrue();
        }
        nowhere.close();
        assertThat(dropped(meters, "closed")).isEqualTo(100);
    }

    @Test
    void whatIsWrittenIsFoundByItsRequestIdWhileTheBrokerIsThere() {
        ExposureReader reader = new ExposureReader(
                search -> ReplicaConsumers.create(Map.of("bootstrap.servers", settings.bootstrapServers()), search),
                1_000,
                Duration.ofSeconds(3),
                registry);
        List<RequestId> ids = new ArrayList<>();
        try (InProcessBroker _ = broker()) {
            topics();
            try (KafkaExposureLog exposures = exposures(Duration.ofSeconds(30), registry)) {
                for (int number = 1; number <= 40; number++) {
                    RequestId id = number % 2 == 0 ? RequestId.random() : new RequestId("req_client-" + number);
                    ids.add(id);
                    exposures.offer(exposure(number).toBuilder()
                            .setRequestId(id.value())
                            .build());
                }
            }
            assertThat(ids)
                    .allSatisfy(id -> assertThat(reader.find(id))
                            .isInstanceOfSatisfying(
                                    Finding.Found.class,
                                    found -> assertThat(found.exposure().getRequestId())
                                            .isEqualTo(id.value())));
            assertThat(reader.find(RequestId.random()))
                    .isInstanceOfSatisfying(
                            Finding.Missing.class,
                            missing -> assertThat(missing.isAll()).isTrue());
        }
        assertThat(reader.find(ids.getFirst())).isInstanceOf(Finding.Away.class);
    }
}
