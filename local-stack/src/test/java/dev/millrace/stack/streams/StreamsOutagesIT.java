package dev.millrace.stack.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.query.state.Lookup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/// What breaks around streams-app: its disk, the broker, how large and how many the records are. Nothing is
/// lost and nothing counted twice; an instance that ends is started again, as a supervisor does.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class StreamsOutagesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ITEMS = 20;
    private static final long MIN_FREE = 64 << 20;

    /// Longer than each of the time-outs in [#SHORT_TIMEOUTS]. `-Daway=300` with none of them is the real
    /// thing.
    private static final int AWAY_S = Integer.getInteger("away", 15);

    private static final String SHORT_TIMEOUTS = """
              task.timeout.ms: 4000
              default.api.timeout.ms: 4000
              request.timeout.ms: 2000
              producer.delivery.timeout.ms: 5000
              producer.max.block.ms: 4000
            """;
    private static final String SMALL =
            "standbys: 0\nsession-timeout-ms: 1500\nrocksdb-cache-bytes: %d".formatted(16 << 20);
    private long orders;

    @TempDir
    private Path folder;

    /// @param count orders, of all items in turn
    private void order(RawFeed feed, int count) {
        for (int i = 0; i < count; i++) {
            orders++;
            feed.order(orders, 1 + orders % ITEMS, 1 + orders % 97, null, 1);
        }
        feed.flush();
        feed.beat();
    }

    private static StreamsInstance start(StreamsCluster cluster) throws InterruptedException {
        StreamsInstance instance = cluster.start("a");
        cluster.awaitRoutes(StreamsCluster.owned(0));
        return instance;
    }

    private long counted(StateClient client) {
        long counted = 0;
        for (long item = 1; item <= ITEMS; item++) {
            counted += client.read(Lookup.of(QueryableStore.STATISTICS, ItemId.dataset(item)))
                    .value()
                    .map(ItemStatistics::getEver)
                    .map(ever -> ever.getOrders())
                    .orElse(0L);
        }
        return counted;
    }

    /// Until as many orders are counted as were made; the instance is revived meanwhile.
    private void awaitAllCounted(StreamsCluster cluster, StateClient client) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            cluster.revive("a");
            assertThat(counted(client)).isEqualTo(orders);
        });
    }

    @Test
    void aLostDiskIsFilledAgain() throws Exception {
        try (StreamsCluster cluster = new StreamsCluster(folder, SMALL);
                RawFeed feed = new RawFeed(cluster.brokers())) {
            start(cluster);
            order(feed, 500);
            try (StateClient client = new StateClient(cluster.hosts())) {
                awaitAllCounted(cluster, client);
                cluster.kill("a");
                Utils.delete(cluster.folder("a").resolve("state").toFile());
                order(feed, 100);
                cluster.start("a");
                awaitAllCounted(cluster, client);
            }
        }
    }

    /// There is room for some megabytes, and the catalogue is larger.
    @Test
    void aFullDiskEndsTheProcessAndNothingIsMissingWhenThereIsRoom() throws Exception {
        try (StreamsCluster cluster = new StreamsCluster(folder, SMALL + "\nstate-min-free-bytes: " + MIN_FREE);
                RawFeed feed = new RawFeed(cluster.brokers());
                SmallDisk disk =
                        SmallDisk.at(Files.createDirectories(cluster.folder("a").resolve("state")))) {
            start(cluster);
            disk.fill(MIN_FREE + (4L << 20));
            Random random = new Random(1);
            int items = 6_000;
            for (int item = 1; item <= items; item++) {
                feed.change(SourceTable.DATASET, "{\"id\":%d}".formatted(item), item, null, dataset(item, random));
            }
            feed.flush();
            feed.beat();
            StreamsInstance full = cluster.instance("a");
            assertThat(full.process().process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(full.process().process().exitValue()).isEqualTo(3);
            assertThat(Files.readString(full.process().log())).contains("the disk of the state is full");

            disk.makeRoom();
            start(cluster);
            order(feed, 100);
            try (StateClient client = new StateClient(cluster.hosts())) {
                awaitAllCounted(cluster, client);
                for (int item = 1; item <= items; item++) {
                    assertThat(client.read(Lookup.of(QueryableStore.CATALOGUE, ItemId.dataset(item)))
                                    .value())
                            .as("item %d", item)
                            .isPresent();
                }
            }
        }
    }

    /// 3 KB that cannot be compressed.
    private static String dataset(int item, Random random) {
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            noise.append((char) ('!' + 2 + random.nextInt(80)));
        }
        return """
                {"id":%d,"dataset_name":"item %d","description":"%s","is_delete":0,"status":1,"publish_status":1}""".formatted(item, item, noise.toString().replace("\\", "/"));
    }

    @Test
    void theBrokerIsAwayForLongerThanAnybodyWaits() throws Exception {
        String settings = AWAY_S >= 300 ? SMALL : SHORT_TIMEOUTS + SMALL;
        try (StreamsCluster cluster = new StreamsCluster(folder, settings)) {
            start(cluster);
            try (StateClient client = new StateClient(cluster.hosts())) {
                try (RawFeed feed = new RawFeed(cluster.brokers())) {
                    order(feed, 200);
                }
                awaitAllCounted(cluster, client);
                cluster.stopBroker();
                assertThat(counted(client)).as("answers go on without a broker").isEqualTo(orders);
                long back = System.nanoTime() + TimeUnit.SECONDS.toNanos(AWAY_S);
                await().atMost(Duration.ofSeconds(AWAY_S + 10L))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> System.nanoTime() > back);
                cluster.startBroker();
                try (RawFeed feed = new RawFeed(cluster.brokers())) {
                    order(feed, 200);
                    awaitAllCounted(cluster, client);
                }
            }
        }
    }

    @Test
    void stateOfAnotherFormatIsRefusedWithWordsAndResetCuresIt() throws Exception {
        try (StreamsCluster cluster = new StreamsCluster(folder, SMALL);
                RawFeed feed = new RawFeed(cluster.brokers())) {
            start(cluster);
            order(feed, 200);
            try (StateClient client = new StateClient(cluster.hosts())) {
                awaitAllCounted(cluster, client);
                cluster.stop("a");
                setFormat(cluster.folder("a").resolve("state"), (byte) 9);
                StreamsInstance refused = cluster.start("a");
                order(feed, ITEMS);
                assertThat(refused.process().process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(refused.process().process().exitValue()).isEqualTo(3);
                assertThat(Files.readString(refused.process().log()))
                        .contains("stored value has format version 9, this program reads 1: run reset");

                awaitNoMember(cluster);
                Launched reset =
                        Launched.streams(folder, cluster.folder("a").resolve("streams-app.yaml"), "", "reset", "--yes");
                assertThat(reset.exitCode()).as(reset.output()).isZero();
                cluster.start("a");
                awaitAllCounted(cluster, client);
            }
        }
    }

    /// A session after the end of an instance the group forgets it.
    private static void awaitNoMember(StreamsCluster cluster) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.brokers()))) {
            await().atMost(PATIENCE)
                    .until(() -> admin.describeConsumerGroups(List.of("millrace-streams")).all().get().values().stream()
                            .allMatch(group -> group.members().isEmpty()));
        }
    }

    /// First bytes of all values of all statistics.
    private static void setFormat(Path state, byte version) throws IOException, RocksDBException {
        List<Path> stores;
        try (Stream<Path> all = Files.walk(state)) {
            stores = all.filter(path -> path.endsWith(Path.of("rocksdb", QueryableStore.STATISTICS.name())))
                    .toList();
        }
        assertThat(stores).isNotEmpty();
        for (Path store : stores) {
            List<ColumnFamilyDescriptor> families = new ArrayList<>();
            try (Options options = new Options()) {
                RocksDB.listColumnFamilies(options, store.toString())
                        .forEach(family -> families.add(new ColumnFamilyDescriptor(family)));
            }
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            try (DBOptions options = new DBOptions();
                    RocksDB db = RocksDB.open(options, store.toString(), families, handles);
                    var entries = db.newIterator()) {
                for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                    byte[] value = entries.value();
                    value[0] = version;
                    db.put(entries.key(), value);
                }
                handles.forEach(ColumnFamilyHandle::close);
            }
        }
    }

    /// 20,000 orders at once behind a quiet time, one of them with a text of almost a megabyte before it.
    @Test
    void aBurstAndAnOversizedTextAreTakenWithBoundedMemory() throws Exception {
        try (StreamsCluster cluster = new StreamsCluster(folder, SMALL);
                RawFeed feed = new RawFeed(cluster.brokers())) {
            StreamsInstance instance = start(cluster);
            order(feed, 100);
            try (StateClient client = new StateClient(cluster.hosts())) {
                awaitAllCounted(cluster, client);
                String text = "x".repeat(900_000);
                feed.change(SourceTable.DATASET, "{\"id\":1}", 1, null, """
                        {"id":1,"dataset_name":"one","description":"%s","is_delete":0,"status":1,"publish_status":1}""".formatted(text));
                order(feed, 20_000);
                awaitAllCounted(cluster, client);

                Optional<CatalogueItem> item = client.read(Lookup.of(QueryableStore.CATALOGUE, ItemId.dataset(1)))
                        .value();
                assertThat(item.orElseThrow().getDescription()).hasSize(4_000);
                assertThat(instance.process().alive()).as("the first process").isTrue();
                assertThat(metric(cluster.host("a"), "millrace_rocksdb_memory_bytes"))
                        .isBetween(1.0, metric(cluster.host("a"), "millrace_rocksdb_memory_bound_bytes") * 1.25);
                assertThat(instance.process().peakMemoryBytes())
                        .as("all memory of a process with 384 MiB of heap")
                        .isBetween(100L << 20, 900L << 20);
            }
        }
    }

    private static double metric(String host, String name) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String metrics = http.send(
                            HttpRequest.newBuilder(URI.create("http://" + host + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                    .body();
            return metrics.lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
