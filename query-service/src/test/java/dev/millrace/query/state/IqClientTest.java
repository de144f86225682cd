package dev.millrace.query.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.IqRoutes;
import dev.millrace.contract.proto.Neighbours;
import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.contract.topic.Topics;
import dev.millrace.query.support.FakeStreams;
import dev.millrace.query.support.TestConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IqClientTest {
    private final FakeStreams.State state = new FakeStreams.State();
    private final FakeStreams first = new FakeStreams(state);
    private final FakeStreams second = new FakeStreams(state);
    private final HttpIqTransport transport = new HttpIqTransport(new SimpleMeterRegistry());
    private final AsOf asOf = new AsOf();
    private final Routes routes = new Routes(transport, TestConfig.iq(List.of(first.host(), second.host())));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final IqClient client =
            new IqClient(transport, routes, asOf, TestConfig.iq(List.of(first.host())), registry);

    @AfterEach
    void close() {
        client.close();
        routes.close();
        transport.close();
        first.close();
        second.close();
    }

    private static Lookup<Neighbours> neighbours(long item) {
        return Lookup.of(QueryableStore.NEIGHBOURS, ItemId.dataset(item));
    }

    private void store(long item) {
        Lookup<Neighbours> place = neighbours(item);
        state.put(
                QueryableStore.NEIGHBOURS,
                place.partition(),
                place.key(),
                Neighbours.newBuilder().setActivity(item).build());
    }

    private void route(IqRoutes table) {
        first.routes(table);
        second.routes(table);
    }

    @Test
    void knowsWhatOneHostWouldBeAskedFor() {
        assertThat(client.areTogether(neighbours(1), neighbours(1)))
                .as("nobody is known to have it")
                .isFalse();
        IqRoutes.Builder table = IqRoutes.newBuilder().setPartitions(Topics.PARTITIONS);
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            FakeStreams.addPartition(table, partition, partition == 0 ? first.host() : second.host(), first.host());
        }
        route(table.build());
        routes.refresh(Duration.ofSeconds(1));
        assertThat(client.areTogether(in(1), in(2))).isTrue();
        assertThat(client.areTogether(in(0), in(2))).isFalse();
    }

    private static Lookup<Neighbours> in(int partition) {
        return new Lookup<>(QueryableStore.NEIGHBOURS, partition, "ds:1");
    }

    @Test
    void asksEachOwnerOnceForTheWholeBatchAndFindsEveryKey() {
        IqRoutes.Builder table = IqRoutes.newBuilder().setPartitions(Topics.PARTITIONS);
        FakeStreams.addPartition(table, 0, first.host());
        FakeStreams.addPartition(table, 1, second.host());
        FakeStreams.addPartition(table, 2, first.host());
        FakeStreams.addPartition(table, 3, second.host());
        first.has(0, 2);
        second.has(1, 3);
        route(table.build());
        routes.refresh(Duration.ofSeconds(1));
        List<Lookup<Neighbours>> batch = new ArrayList<>();
        for (long item = 1; item <= 40; item++) {
            store(item);
            batch.add(neighbours(item));
        }

        Readings found = client.read(batch);

        for (long item = 1; item <= 40; item++) {
            assertThat(found.of(neighbours(item)).value().orElseThrow().getActivity())
                    .isEqualTo(item);
        }
        assertThat(first.asked).hasSize(1);
        assertThat(second.asked).hasSize(1);
        assertThat(found.fromStandby()).isFalse();
    }

    @Test
    void asksProgressBeforeTheValueItSpeaksFor() {
        route(FakeStreams.allAt(first.host()));
        Lookup<Neighbours> value = neighbours(5);
        List<Lookup<?>> batch = new ArrayList<>(Freshness.of(value));
        batch.add(value);

        client.read(batch);

        assertThat(first.asked.getFirst().getReadsList())
                .extracting(IqRequest.Read::getKey)
                .containsExactly("business", "matomo", "ds:5");
        assertThat(first.asked.getFirst().getReadsList())
                .extracting(IqRequest.Read::getStore)
                .containsExactly("progress-of-neighbours", "progress-of-neighbours", "neighbours-by-item");
    }

    @Test
    void tellsAbsentFromAway() {
        route(FakeStreams.allAt(first.host()));
        assertThat(client.read(List.of(neighbours(5))).of(neighbours(5))).isInstanceOf(Reading.Absent.class);
        first.stop();
        second.stop();
        assertThat(client.read(List.of(neighbours(5))).of(neighbours(5))).isInstanceOf(Reading.Away.class);
    }

    @Test
    void refreshesTheTableWhenItWasSentToTheWrongHost() {
        store(5);
        route(FakeStreams.allAt(first.host()));
        routes.refresh(Duration.ofSeconds(1));
        first.has();
        route(FakeStreams.allAt(second.host()));

        Readings found = client.read(List.of(neighbours(5)));

        assertThat(found.of(neighbours(5)).value()).isPresent();
        assertThat(first.asked).hasSize(1);
        assertThat(second.asked).hasSize(1);
    }

    @Test
    void readsTheStandbyWhileTheActiveIsGoneAndSaysSo() {
        store(5);
        second.standby(true);
        route(FakeStreams.allAt(first.host(), second.host()));
        routes.refresh(Duration.ofSeconds(1));
        first.stop();

        Readings found = client.read(List.of(neighbours(5)));

        assertThat(found.of(neighbours(5)).value()).isPresent();
        assertThat(found.fromStandby()).isTrue();
    }

    @Test
    void readsTheStandbyWhileTheActiveIsRestoring() {
        store(5);
        second.standby(true);
        first.restoring(0, 1, 2, 3);
        route(FakeStreams.allAt(first.host(), second.host()));

        Readings found = client.read(List.of(neighbours(5)));

        assertThat(found.of(neighbours(5)).value()).isPresent();
        assertThat(found.fromStandby()).isTrue();
    }

    @Test
    void doesNotTakeTheAnswerOfARestoringPartitionWithoutStandby() {
        store(5);
        first.restoring(neighbours(5).partition());
        route(FakeStreams.allAt(first.host()));

        assertThat(client.read(List.of(neighbours(5))).of(neighbours(5)).away()).isTrue();
    }

    @Test
    void movesAWholeUnitSoThatProgressAndValueComeFromOneCopy() {
        store(5);
        Lookup<Neighbours> value = neighbours(5);
        for (Lookup<Progress> progress : Freshness.of(value)) {
            state.put(
                    QueryableStore.NEIGHBOUR_PROGRESS,
                    progress.partition(),
                    progress.key(),
                    Progress.newBuilder().setCommitTimeUs(7).build());
        }
        route(FakeStreams.allAt(first.host(), second.host()));
        first.restoring(value.partition());
        List<Lookup<?>> batch = new ArrayList<>(Freshness.of(value));
        batch.add(value);

        Readings found = client.read(batch);

        assertThat(found.anyAway(batch)).isFalse();
        assertThat(second.asked.getFirst().getReadsCount()).isEqualTo(3);
    }

    @Test
    void asksTheNextCopyAsWellWhenAHostIsSilentAndSoonAsksThatHostLast() {
        store(5);
        second.standby(true);
        route(FakeStreams.allAt(first.host(), second.host()));
        routes.refresh(Duration.ofSeconds(1));
        first.silent();

        for (int read = 1; read <= 5; read++) {
            Readings found = client.read(List.of(neighbours(5)));
            assertThat(found.of(neighbours(5)).value()).isPresent();
            assertThat(found.fromStandby()).isTrue();
        }

        assertThat(registry.counter("millrace.iq.hedges").count()).isEqualTo(3);
        assertThat(second.asked).hasSize(5);
    }

    @Test
    void waitsForASilentHostWhereThereIsNoOtherCopy() {
        store(5);
        route(FakeStreams.allAt(first.host()));
        routes.refresh(Duration.ofSeconds(1));
        first.silent();
        Thread.ofVirtual().start(() -> {
            await().until(() -> !first.asked.isEmpty());
            first.speak();
        });

        assertThat(client.read(List.of(neighbours(5))).of(neighbours(5)).value())
                .isPresent();

        assertThat(registry.counter("millrace.iq.hedges").count()).isZero();
    }

    @Test
    void endsByTheOverallDeadlineWhenEverybodyIsSilent() {
        route(FakeStreams.allAt(first.host(), second.host()));
        routes.refresh(Duration.ofSeconds(1));
        first.silent();
        second.silent();

        long start = System.nanoTime();
        Readings found = client.read(List.of(neighbours(5)));

        assertThat(found.of(neighbours(5)).away()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_500));
    }

    @Test
    void survivesARestartOnTheSamePortWithConnectionsKeptAlive() {
        store(5);
        route(FakeStreams.allAt(first.host()));
        IntStream.range(0, 8).parallel().forEach(i -> client.read(List.of(neighbours(5))));
        first.stop();
        first.restart();
        for (int i = 0; i < 8; i++) {
            assertThat(client.read(List.of(neighbours(5))).of(neighbours(5)).away())
                    .as("read %d after the restart", i)
                    .isFalse();
        }
    }

    @Test
    void refusesATableWithAnotherNumberOfPartitions() {
        route(FakeStreams.allAt(first.host()).toBuilder()
                .setPartitions(Topics.PARTITIONS + 1)
                .build());

        assertThat(client.read(List.of(neighbours(5))).of(neighbours(5)).away()).isTrue();
        assertThat(routes.complete()).isFalse();
    }

    @Test
    void sendsTheHighestAsOfSeen() {
        route(FakeStreams.allAt(first.host()));
        asOf.raise(500);
        asOf.raise(300);

        client.read(List.of(neighbours(5)));

        assertThat(first.asked.getFirst().getAsOfMs()).isEqualTo(500);
        assertThat(first.asked.getFirst().getReads(0).getPartition()).isEqualTo(Partitions.of("ds:5"));
    }
}
