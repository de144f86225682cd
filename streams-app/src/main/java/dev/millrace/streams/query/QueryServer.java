package dev.millrace.streams.query;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.IqResponse;
import dev.millrace.streams.config.StreamsAppConfig;
import dev.millrace.streams.runtime.StreamsRuntime;
import dev.millrace.streams.runtime.StreamsSettings;
import dev.millrace.streams.trending.WindowClock;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;

/// The instance's HTTP side: batched interactive queries, routing table, probes and metrics.
public final class QueryServer implements AutoCloseable {
    private static final int MAX_READS = 10_000;

    /// Batches read at once; a reader's thread is cheap, the disk behind it is not.
    private static final int MAX_BATCHES = 64;

    /// Of a request's body.
    private static final int MAX_BYTES = 4 << 20;

    private static final int MAX_WAIT_MS = 1_000;
    private static final String PROTOBUF = "application/x-protobuf";

    private final StreamsAppConfig config;
    private final KafkaStreams streams;
    private final StoreReader reader;
    private final WindowClock clock;
    private final Semaphore batches = new Semaphore(MAX_BATCHES);
    private final PrometheusMeterRegistry metrics;
    private final Counter refused;
    private final Counter late;
    private final Counter unauthorized;
    private final WebServer server;

    /// Starts listening.
    public QueryServer(
            StreamsAppConfig config, StreamsRuntime runtime, WindowClock clock, PrometheusMeterRegistry metrics) {
        this.config = config;
        this.streams = runtime.streams();
        this.reader = new StoreReader(
                streams,
                config.applicationId(),
                runtime.partitionState(),
                runtime.openStores(),
                () -> StreamsRuntime.consumer(StreamsSettings.of(config)));
        this.clock = clock;
        this.metrics = metrics;
        this.refused = metrics.counter("millrace.iq.refused");
        this.late = metrics.counter("millrace.iq.too.late");
        this.unauthorized = metrics.counter("millrace.iq.unauthorized");
        this.server = WebServer.builder()
                .host(config.host())
                .port(config.port())
                .shutdownHook(false)
                .maxPayloadSize(MAX_BYTES)
                .connectionOptions(socket -> socket.tcpNoDelay(true))
                .routing(this::routing)
                .build()
                .start();
    }

    /// The port it listens on.
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
        reader.close();
    }

    private void routing(HttpRouting.Builder routing) {
        routing.post("/iq/read", allowed(this::read))
                .get("/iq/routes", allowed(this::routes))
                .get("/live", (request, response) -> response.send("{\"live\":true}"))
                .get("/ready", this::ready)
                .get("/metrics", (request, response) -> response.send(metrics.scrape()));
    }

    /// For who shows the token, if there is one; compared in constant time.
    private Handler allowed(Handler handler) {
        byte[] expected = ("Bearer " + config.iqToken().value()).getBytes(StandardCharsets.UTF_8);
        return config.iqToken().value().isEmpty()
                ? handler
                : (request, response) -> {
                    String shown =
                            request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
                    if (MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), expected)) {
                        handler.handle(request, response);
                    } else {
                        unauthorized.increment();
                        response.status(shown.isEmpty() ? Status.UNAUTHORIZED_401 : Status.FORBIDDEN_403)
                                .header(HeaderNames.WWW_AUTHENTICATE, "Bearer")
                                .send("state is for those who show iq.token");
                    }
                };
    }

    private void read(ServerRequest request, ServerResponse response) {
        IqRequest batch;
        try {
            batch = IqRequest.parseFrom(body(request));
        } catch (InvalidProtocolBufferException e) {
            response.status(Status.BAD_REQUEST_400).send("body is not an IqRequest");
            return;
        }
        if (batch.getReadsCount() > MAX_READS) {
            response.status(Status.BAD_REQUEST_400).send("at most " + MAX_READS + " reads in a batch");
            return;
        }
        if (batch.getAsOfMs() > 0) {
            clock.seen(batch.getAsOfMs());
        }
        if (!mayRead(batch)) {
            refused.increment();
            response.status(Status.SERVICE_UNAVAILABLE_503).send(MAX_BATCHES + " batches are being read: ask again");
            return;
        }
        try {
            protobuf(response, answer(batch).toByteArray());
        } finally {
            batches.release();
        }
    }

    /// Of one piece when its length is told: half the memory of an exchange went into growing buffers.
    private static byte[] body(ServerRequest request) {
        OptionalLong length = request.headers().contentLength();
        try (InputStream in = request.content().inputStream()) {
            return length.isPresent()
                    ? in.readNBytes((int) Math.min(length.getAsLong(), MAX_BYTES))
                    : in.readNBytes(MAX_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("the client's body ended early", e);
        }
    }

    /// Waits for its turn as long as the client does, a second at most.
    private boolean mayRead(IqRequest batch) {
        long limitMs = batch.getTimeLimitMs() > 0 ? Math.min(batch.getTimeLimitMs(), MAX_WAIT_MS) : MAX_WAIT_MS;
        try {
            return batches.tryAcquire(limitMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Nobody waits for what comes after the limit, so it is not read.
    private IqResponse answer(IqRequest batch) {
        long began = System.nanoTime();
        long limit = TimeUnit.MILLISECONDS.toNanos(batch.getTimeLimitMs());
        IqResponse.Builder answers = IqResponse.newBuilder();
        for (IqRequest.Read read : batch.getReadsList()) {
            if (limit > 0 && System.nanoTime() - began > limit) {
                late.increment();
                answers.addAnswers(IqResponse.Answer.newBuilder().setStatus(IqResponse.Status.TOO_LATE));
            } else {
                answers.addAnswers(reader.read(read));
            }
        }
        return answers.build();
    }

    private void routes(ServerRequest request, ServerResponse response) {
        int partitions = config.topology().partitions();
        protobuf(
                response,
                Routes.of(streams, partitions).toBuilder()
                        .addAllReadable(reader.readable(partitions))
                        .build()
                        .toByteArray());
    }

    private void ready(ServerRequest request, ServerResponse response) {
        KafkaStreams.State state = streams.state();
        boolean ready = state == KafkaStreams.State.RUNNING;
        response.status(ready ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503)
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .send("{\"ready\":%s,\"detail\":\"streams state %s\"}".formatted(ready, state));
    }

    private static void protobuf(ServerResponse response, byte[] body) {
        response.header(HeaderNames.CONTENT_TYPE, PROTOBUF).send(body);
    }
}
