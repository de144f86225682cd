package dev.millrace.query.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.id.SessionId;
import dev.millrace.contract.proto.Activity;
import dev.millrace.contract.proto.ItemVector;
import dev.millrace.contract.proto.Neighbour;
import dev.millrace.contract.proto.Neighbours;
import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.proto.RankedItem;
import dev.millrace.contract.proto.RankedItems;
import dev.millrace.contract.proto.SessionItem;
import dev.millrace.contract.proto.SessionItems;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.contract.topic.Topics;
import dev.millrace.query.QueryService;
import dev.millrace.query.config.AccessConfig;
import dev.millrace.query.config.VectorSnapshotConfig;
import dev.millrace.query.config.WindowClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;

/// The whole query service on a free port, its catalogue from a [MockTopic], its state from a
/// [FakeStreams].
public final class TestService implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OpenApiContract CONTRACT = new OpenApiContract();
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final AccessConfig OPEN = new AccessConfig(Map.of(), 0, 1);

    public final FakeStreams.State state = new FakeStreams.State();
    public final FakeStreams streams = new FakeStreams(state);
    public final MockTopic catalogue = new MockTopic();
    public final MockTopic statistics = new MockTopic(Topics.STATISTICS);
    public final MockTopic activities = new MockTopic(QueryableStore.ACTIVITY.changelog(TestConfig.APPLICATION));
    public final MockTopic sessions = new MockTopic(Topics.SESSIONS);
    public final MockTopic vectors = new MockTopic(Topics.VECTORS);
    private final MockTopic users = changes(QueryableStore.USER_PROFILES);
    private final MockTopic visitors = changes(QueryableStore.VISITOR_PROFILES);
    private final MockTopic neighbourChanges = changes(QueryableStore.NEIGHBOURS);
    public final MockExposures exposures = new MockExposures();
    private final HttpClient http = HttpClient.newHttpClient();
    private final QueryService service;

    public TestService() {
        this(WindowClock.LIVE);
    }

    public TestService(WindowClock clock) {
        this(clock, 1_000);
    }

    public TestService(WindowClock clock, int maxConcurrentRequests) {
        this(clock, maxConcurrentRequests, "drop-path");
    }

    /// One that may propose the items of a path again.
    public static TestService proposingThePathAgain() {
        return new TestService(WindowClock.LIVE, 1_000, "keep");
    }

    /// One that keeps vectors, or takes them from others.
    public static TestService withSnapshots(VectorSnapshotConfig snapshots) {
        return new TestService(WindowClock.LIVE, 1_000, "keep", snapshots);
    }

    private TestService(WindowClock clock, int maxConcurrentRequests, String seen) {
        this(clock, maxConcurrentRequests, seen, TestConfig.snapshots("", List.of(), ""));
    }

    private TestService(WindowClock clock, int maxConcurrentRequests, String seen, VectorSnapshotConfig snapshots) {
        this(clock, maxConcurrentRequests, seen, snapshots, false, OPEN);
    }

    /// One that lets not everybody ask.
    public static TestService open(AccessConfig access) {
        return new TestService(WindowClock.LIVE, 1_000, "keep", TestConfig.snapshots("", List.of(), ""), false, access);
    }

    /// One that serves lists again.
    public static TestService caching() {
        return new TestService(WindowClock.LIVE, 1_000, "keep", TestConfig.snapshots("", List.of(), ""), true, OPEN);
    }

    private TestService(
            WindowClock clock,
            int maxConcurrentRequests,
            String seen,
            VectorSnapshotConfig snapshots,
            boolean cached,
            AccessConfig access) {
        streams.routes(FakeStreams.allAt(streams.host()));
        service = new QueryService(
                TestConfig.of(List.of(streams.host()), clock, maxConcurrentRequests, seen, snapshots, cached, access),
                reader -> reader.startsWith("exposure-search")
                        ? exposures.consumer()
                        : topic(reader).consumer());
    }

    private static MockTopic changes(QueryableStore<?> store) {
        return new MockTopic(store.changelog(TestConfig.APPLICATION));
    }

    private MockTopic topic(String replica) {
        return switch (replica) {
            case "catalogue" -> catalogue;
            case "statistics" -> statistics;
            case "activities" -> activities;
            case "sessions" -> sessions;
            case "vectors" -> vectors;
            case "user-changes" -> users;
            case "visitor-changes" -> visitors;
            case "neighbour-changes" -> neighbourChanges;
            default -> throw new IllegalArgumentException(replica);
        };
    }

    public TestService start() {
        service.start();
        Awaitility.await().atMost(LIMIT).until(() -> get("/ready").status() == 200);
        return this;
    }

    public TestService startWithoutWaiting() {
        service.start();
        return this;
    }

    /// What the service answers, as `GET /items/{id}`.
    public List<String> routes() {
        return service.routes();
    }

    public int port() {
        return service.port();
    }

    /// What came back.
    ///
    /// @param text the body, unpacked
    public record Reply(int status, JsonNode body, String text, HttpResponse<byte[]> raw) {
        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    public Reply get(String path, String... headers) {
        return send("GET", path, headers);
    }

    public Reply put(String path, String body, String... headers) {
        return send("PUT", path, HttpRequest.BodyPublishers.ofString(body), headers);
    }

    public Reply send(String method, String path, String... headers) {
        return send(method, path, HttpRequest.BodyPublishers.noBody(), headers);
    }

    /// Every answer is held against `/openapi`.
    private Reply send(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        URI uri = URI.create("http://127.0.0.1:" + port() + path);
        var request = HttpRequest.newBuilder(uri).method(method, body).timeout(LIMIT);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var raw = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            byte[] bytes = unpacked(raw);
            CONTRACT.check(new OpenApiContract.Answer(method, uri, raw.statusCode(), raw.headers(), bytes));
            String text = new String(bytes, StandardCharsets.UTF_8);
            boolean json = raw.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
            return new Reply(
                    raw.statusCode(), json && !text.isEmpty() ? JSON.readTree(text) : JSON.nullNode(), text, raw);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] unpacked(HttpResponse<byte[]> raw) throws IOException {
        boolean packed = raw.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
        if (!packed || raw.body().length == 0) {
            return raw.body();
        }
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(raw.body()))) {
            return unpacked.readAllBytes();
        }
    }

    /// Both databases have come to `timeMs` in all partitions.
    public TestService progress(long timeMs) {
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            for (SourceDatabase database : SourceDatabase.values()) {
                var progress =
                        Progress.newBuilder().setCommitTimeUs(timeMs * 1_000).build();
                state.put(QueryableStore.ITEM_PROGRESS, partition, database.prefix(), progress);
                state.put(QueryableStore.NEIGHBOUR_PROGRESS, partition, database.prefix(), progress);
                state.put(QueryableStore.PROFILE_PROGRESS, partition, database.prefix(), progress);
            }
        }
        return this;
    }

    /// A trending list over all partitions; scores by item.
    public TestService trending(TimeWindow window, long asOfMs, Map<ItemId, Long> scores) {
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            var list = RankedItems.newBuilder().setAsOfMs(asOfMs - partition);
            int here = partition;
            scores.entrySet().stream()
                    .filter(entry -> Partitions.of(entry.getKey().key()) == here)
                    .sorted(Map.Entry.<ItemId, Long>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .forEach(entry -> list.addItems(RankedItem.newBuilder()
                            .setItemId(entry.getKey().key())
                            .setScoreMicros(entry.getValue())));
            state.put(QueryableStore.TRENDING, partition, window.label(), list.build());
        }
        return this;
    }

    public TestService noTrending() {
        for (TimeWindow window : TimeWindow.values()) {
            trending(window, System.currentTimeMillis(), Map.of());
        }
        return this;
    }

    /// An item's vector.
    public TestService vector(long item, String model, float... components) {
        String key = ItemId.dataset(item).key();
        var vector = ItemVector.newBuilder().setItemId(key).setModel(model).setDimension(components.length);
        for (float component : components) {
            vector.addValues(component);
        }
        vectors.append(key, vector.build().toByteArray());
        return this;
    }

    /// A session of data sets, newest last, in the partition of its visit.
    public TestService session(long visit, long timeMs, long... items) {
        var all = SessionItems.newBuilder();
        for (long item : items) {
            all.addItems(SessionItem.newBuilder()
                    .setItemId(ItemId.dataset(item).key())
                    .setTimeMs(timeMs));
        }
        sessions.append(
                Partitions.of("" + visit), SessionId.key(visit), all.build().toByteArray());
        return this;
    }

    /// A session falls out.
    public TestService noSession(long visit) {
        sessions.append(Partitions.of("" + visit), SessionId.key(visit), null);
        return this;
    }

    /// All that visits did until then has been told.
    public TestService sessionsUntil(long timeMs) {
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            sessions.append(
                    partition,
                    "progress|" + partition,
                    SessionItems.newBuilder()
                            .setProgress(SessionItems.Progress.newBuilder().setCommitTimeUs(timeMs * 1_000))
                            .build()
                            .toByteArray());
        }
        return this;
    }

    /// An item's neighbours, strongest first.
    public TestService neighbours(long item, long activity, Map<Long, Long> strengths) {
        var all = Neighbours.newBuilder().setActivity(activity).setActors(activity / 100);
        strengths.entrySet().stream()
                .sorted(Map.Entry.<Long, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> all.addItems(Neighbour.newBuilder()
                        .setItemId(ItemId.dataset(entry.getKey()).key())
                        .setNext(entry.getValue())));
        String key = ItemId.dataset(item).key();
        state.put(QueryableStore.NEIGHBOURS, Partitions.of(key), key, all.build());
        neighbourChanges.append(key, new byte[0]);
        activities.append(
                key,
                QueryableStore.ACTIVITY
                        .serde()
                        .toBytes(Activity.newBuilder()
                                .setStrength(activity)
                                .setActors(activity / 100)
                                .build()));
        return this;
    }

    /// What a user or visitor did: see [Profiles].
    public TestService profile(Actor actor, long nowMs, List<Long> orders, List<Long> views) {
        boolean isUser = Actor.isUser(actor.key());
        var store = isUser ? QueryableStore.USER_PROFILES : QueryableStore.VISITOR_PROFILES;
        state.put(store, Partitions.of(actor.key()), actor.key(), Profiles.of(nowMs, orders, views));
        (isUser ? users : visitors).append(actor.key(), new byte[0]);
        return this;
    }

    @Override
    public void close() {
        streams.speak();
        service.close();
        streams.close();
    }
}
