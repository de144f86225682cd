package dev.millrace.streams.query;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.IqResponse;
import dev.millrace.streams.config.StreamsAppConfig;
import dev.millrace.streams.runtime.StreamsRuntime;
import dev.millrace.streams.trending.WindowClock;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.kafka.streams.KafkaStreams;

/// The instance's HTTP side: batched interactive queries, routing table, probes and metrics.
public final class QueryServer implements AutoCloseable {
    private static final int MAX_READS = 10_000;
    private static final String PROTOBUF = "application/x-protobuf";

    private final StreamsAppConfig config;
    private final KafkaStreams streams;
    private final StoreReader reader;
    private final WindowClock clock;
    private final PrometheusMeterRegistry metrics;
    private final WebServer server;

    /// Starts listening.
    public QueryServer(
            StreamsAppConfig config, StreamsRuntime runtime, WindowClock clock, PrometheusMeterRegistry metrics) {
        this.config = config;
        this.streams = runtime.streams();
        this.reader = new StoreReader(streams, runtime.partitionState());
        this.clock = clock;
        this.metrics = metrics;
        this.server = WebServer.builder()
                .host(config.host())
                .port(config.port())
                .shutdownHook(false)
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
    }

    private void routing(HttpRouting.Builder routing) {
        routing.post("/iq/read", this::read)
                .get("/iq/routes", this::routes)
                .get("/live", (request, response) -> response.send("{\"live\":true}"))
                .get("/ready", this::ready)
                .get("/metrics", (request, response) -> response.send(metrics.scrape()));
    }

    private void read(ServerRequest request, ServerResponse response) {
        IqRequest batch;
        try {
            batch = IqRequest.parseFrom(request.content().as(byte[].class));
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
        IqResponse.Builder answers = IqResponse.newBuilder();
        batch.getReadsList().forEach(read -> answers.addAnswers(reader.read(read)));
        protobuf(response, answers.build().toByteArray());
    }

    private void routes(ServerRequest request, ServerResponse response) {
        protobuf(response, Routes.of(streams, config.topology().partitions()).toByteArray());
    }

    private void ready(ServerRequest request, ServerResponse response) {
        KafkaStreams.State state = streams.state();
        boolean ready = state == KafkaStreams.State.RUNNING;
        response.status(ready ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503)
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .send("{\"ready\":%s,\"detail\":\"streams state %s\"}".formatted(ready, state));
    }

    private static void protobuf(ServerResponse response, byte[] body) {
        response.header(io.helidon.http.HeaderNames.CONTENT_TYPE, PROTOBUF).send(body);
    }
}
