package dev.millrace.stack.streams;

import com.google.protobuf.MessageLite;
import dev.millrace.query.config.IqConfig;
import dev.millrace.query.state.AsOf;
import dev.millrace.query.state.HttpIqTransport;
import dev.millrace.query.state.IqClient;
import dev.millrace.query.state.Lookup;
import dev.millrace.query.state.Reading;
import dev.millrace.query.state.Readings;
import dev.millrace.query.state.Routes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;

/// The client that the query-service has, by itself. Thread-safe.
public final class StateClient implements AutoCloseable {
    static final Duration ATTEMPT = Duration.ofMillis(300);
    static final Duration HEDGE = Duration.ofMillis(20);
    static final Duration OVERALL = Duration.ofSeconds(1);

    private final HttpIqTransport transport = new HttpIqTransport(new SimpleMeterRegistry());
    private final Routes routes;
    private final IqClient client;

    /// @param seeds `host:port` of instances
    public StateClient(List<String> seeds) {
        IqConfig config = new IqConfig(
                seeds, "no-log-is-read", "", ATTEMPT, HEDGE, OVERALL, Duration.ofMillis(20), Duration.ofMillis(200));
        routes = new Routes(transport, config);
        client = new IqClient(transport, routes, new AsOf(), config, new SimpleMeterRegistry());
        routes.start();
    }

    /// Some entries at once.
    public Readings read(List<? extends Lookup<?>> lookups) {
        return client.read(lookups);
    }

    /// One entry.
    public <V extends MessageLite> Reading<V> read(Lookup<V> lookup) {
        return client.read(List.of(lookup)).of(lookup);
    }

    @Override
    public void close() {
        client.close();
        routes.close();
        transport.close();
    }
}
