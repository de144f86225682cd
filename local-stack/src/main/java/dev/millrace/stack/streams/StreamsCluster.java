package dev.millrace.stack.streams;

import dev.millrace.contract.proto.IqRoutes;
import dev.millrace.stack.bench.BenchException;
import dev.millrace.stack.embedded.BrokerSettings;
import dev.millrace.stack.embedded.FreePorts;
import dev.millrace.stack.embedded.InProcessBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/// A broker and any number of streams-app instances.
public final class StreamsCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LOOK_MS = 50;
    private static final int OK = 200;

    private final Path folder;
    private final String settings;
    private final BrokerSettings brokerSettings;
    private InProcessBroker broker;
    private final Map<String, StreamsInstance> instances = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    /// @param settings of every instance, YAML at the top level
    public StreamsCluster(Path folder, String settings) {
        this.folder = folder;
        this.settings = settings;
        this.brokerSettings = new BrokerSettings(folder.resolve("kafka"), FreePorts.one(), FreePorts.one());
        this.broker = InProcessBroker.start(brokerSettings);
    }

    /// `host:port` of the broker.
    public String brokers() {
        return broker.bootstrapServers();
    }

    /// Stops the broker; what it has stays.
    public void stopBroker() {
        broker.close();
    }

    /// Starts the broker again.
    public void startBroker() {
        broker = InProcessBroker.start(brokerSettings);
    }

    /// Where an instance has its state, settings and log.
    public Path folder(String name) {
        return folder.resolve(name);
    }

    /// The instance of that name as it was started last.
    public StreamsInstance instance(String name) {
        return Objects.requireNonNull(instances.get(name));
    }

    /// Starts an instance that has ended, as a supervisor does.
    public void revive(String name) {
        if (!instance(name).process().alive()) {
            start(name);
        }
    }

    /// Starts an instance, anew or again.
    public StreamsInstance start(String name) {
        int port = ports.computeIfAbsent(name, _ -> FreePorts.one());
        StreamsInstance instance = StreamsInstance.start(name, folder.resolve(name), port, brokers(), settings);
        instances.put(name, instance);
        return instance;
    }

    /// As kill -9 does.
    public void kill(String name) throws InterruptedException {
        Objects.requireNonNull(instances.remove(name)).kill();
    }

    /// As SIGTERM does.
    public void stop(String name) {
        Objects.requireNonNull(instances.remove(name)).close();
    }

    /// The names of the instances that live.
    public List<String> names() {
        return List.copyOf(instances.keySet());
    }

    /// Where an instance answers.
    public String host(String name) {
        return "127.0.0.1:" + ports.get(name);
    }

    /// What an instance says about routes.
    public IqRoutes routes(String name) throws IOException, InterruptedException {
        return IqRoutes.parseFrom(
                get(Objects.requireNonNull(instances.get(name)), "/iq/routes").body());
    }

    /// Where the instances answer, or will answer.
    public List<String> hosts() {
        return ports.values().stream().map(port -> "127.0.0.1:" + port).toList();
    }

    /// Waits until every living instance says that it runs, and all of them agree on routes of which `holds`.
    public void awaitRoutes(Predicate<IqRoutes> holds) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!instances.values().stream().allMatch(instance -> isSettled(instance, holds))) {
            for (StreamsInstance instance : instances.values()) {
                if (!instance.process().alive()) {
                    throw new BenchException(
                            "an instance has ended: see " + instance.process().log());
                }
            }
            if (System.nanoTime() - deadline > 0) {
                throw new BenchException("the instances did not settle within " + PATIENCE + ": see " + folder);
            }
            Thread.sleep(LOOK_MS);
        }
    }

    /// Every partition of every store has an owner and so many standbys.
    public static Predicate<IqRoutes> owned(int standbys) {
        return routes -> routes.getReady()
                && routes.getRoutesList().stream().allMatch(route -> route.getStandbysCount() >= standbys);
    }

    /// And the instance that answers has a copy of each partition of each store that it reads from.
    public static Predicate<IqRoutes> readableEverywhere() {
        return routes -> routes.getRoutesCount() > 0 && routes.getReadableCount() == routes.getRoutesCount();
    }

    private boolean isSettled(StreamsInstance instance, Predicate<IqRoutes> holds) {
        try {
            if (get(instance, "/ready").statusCode() != OK) {
                return false;
            }
            HttpResponse<byte[]> routes = get(instance, "/iq/routes");
            return routes.statusCode() == OK && holds.test(IqRoutes.parseFrom(routes.body()));
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HttpResponse<byte[]> get(StreamsInstance instance, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://" + instance.host() + path))
                        .timeout(Duration.ofSeconds(2))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        instances.values().forEach(StreamsInstance::close);
        http.shutdownNow();
        broker.close();
    }
}
