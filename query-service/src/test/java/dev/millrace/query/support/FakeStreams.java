package dev.millrace.query.support;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.IqResponse;
import dev.millrace.contract.proto.IqResponse.Answer;
import dev.millrace.contract.proto.IqResponse.Status;
import dev.millrace.contract.proto.IqRoutes;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.topic.Topics;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// One instance of streams-app as the wire sees it: the interactive-query protocol over real HTTP, with state and
/// routes that the test sets.
public final class FakeStreams implements AutoCloseable {
    /// Everything that was asked of this instance.
    public final List<IqRequest> asked = new CopyOnWriteArrayList<>();

    /// What it holds; shared by the instances of one test.
    private final State state;

    private final Set<Integer> here = ConcurrentHashMap.newKeySet();
    private volatile Set<Integer> restoring = Set.of();
    private volatile String lacking = "";
    private volatile boolean standby;
    private volatile CountDownLatch silence = new CountDownLatch(0);
    private volatile IqRoutes routes = IqRoutes.getDefaultInstance();
    private final int port;
    private WebServer server;

    public FakeStreams(State state) {
        this(state, 0);
    }

    public FakeStreams(State state, int port) {
        this.state = state;
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            here.add(partition);
        }
        server = start(port);
        this.port = server.port();
    }

    /// Store entries by store, partition and key.
    public static final class State {
        private final Map<String, ByteString> entries = new ConcurrentHashMap<>();

        public <V extends MessageLite> State put(QueryableStore<V> store, int partition, String key, V value) {
            entries.put(
                    place(store.name(), partition, key),
                    ByteString.copyFrom(store.serde().toBytes(value)));
            return this;
        }

        public State remove(QueryableStore<?> store, int partition, String key) {
            entries.remove(place(store.name(), partition, key));
            return this;
        }

        private static String place(String store, int partition, String key) {
            return store + "/" + partition + "/" + key;
        }
    }

    public String host() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /// From now on it has only these partitions.
    public void has(Integer... partitions) {
        here.clear();
        here.addAll(List.of(partitions));
    }

    /// From now on its answers are a standby's.
    public void standby(boolean standby) {
        this.standby = standby;
    }

    /// From now on it does not have a partition of one store.
    public void lacks(String store, int partition) {
        lacking = store + "/" + partition;
    }

    public void restoring(Integer... partitions) {
        restoring = Set.copyOf(new HashSet<>(List.of(partitions)));
    }

    /// From now on it takes requests and does not answer, until [#speak].
    public void silent() {
        silence = new CountDownLatch(1);
    }

    public void speak() {
        silence.countDown();
    }

    public void routes(IqRoutes routes) {
        this.routes = routes;
    }

    /// Every partition of every store at `active`, with these standbys.
    public static IqRoutes allAt(String active, String... standbys) {
        IqRoutes.Builder all =
                IqRoutes.newBuilder().setPartitions(Topics.PARTITIONS).setReady(true);
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            addPartition(all, partition, active, standbys);
        }
        return all.build();
    }

    /// One partition of every store.
    public static void addPartition(IqRoutes.Builder routes, int partition, String active, String... standbys) {
        for (QueryableStore<?> store : QueryableStore.ALL) {
            routes.addRoutes(IqRoutes.Route.newBuilder()
                    .setStore(store.name())
                    .setPartition(partition)
                    .setActive(active)
                    .addAllStandbys(List.of(standbys)));
        }
    }

    /// Stops listening; the port stays reserved for [#restart].
    public void stop() {
        server.stop();
    }

    public void restart() {
        server = start(port);
    }

    private WebServer start(int port) {
        return WebServer.builder()
                .host("127.0.0.1")
                .port(port)
                .shutdownHook(false)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .routing(routing -> routing.post("/iq/read", this::read).get("/iq/routes", (request, response) -> {
                    waitWhileSilent();
                    response.send(routes.toByteArray());
                }))
                .build()
                .start();
    }

    private void read(ServerRequest request, ServerResponse response) throws InvalidProtocolBufferException {
        IqRequest message = IqRequest.parseFrom(request.content().as(byte[].class));
        asked.add(message);
        waitWhileSilent();
        IqResponse.Builder answer = IqResponse.newBuilder();
        message.getReadsList().forEach(read -> answer.addAnswers(answer(read)));
        response.send(answer.build().toByteArray());
    }

    private Answer answer(IqRequest.Read read) {
        if (!here.contains(read.getPartition())) {
            return Answer.newBuilder().setStatus(Status.NOT_HERE).build();
        }
        boolean lacks = lacking.equals(read.getStore() + "/" + read.getPartition());
        if (lacks || restoring.contains(read.getPartition())) {
            return Answer.newBuilder().setStatus(Status.NOT_READY).build();
        }
        ByteString value = state.entries.get(State.place(read.getStore(), read.getPartition(), read.getKey()));
        return value == null
                ? Answer.newBuilder()
                        .setStatus(Status.ABSENT)
                        .setStandby(standby)
                        .build()
                : Answer.newBuilder()
                        .setStatus(Status.FOUND)
                        .setValue(value)
                        .setStandby(standby)
                        .build();
    }

    private void waitWhileSilent() {
        try {
            silence.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        speak();
        server.stop();
    }
}
