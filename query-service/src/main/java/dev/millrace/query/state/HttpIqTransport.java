package dev.millrace.query.state;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.IqResponse;
import dev.millrace.contract.proto.IqRoutes;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientRequest;
import io.helidon.webclient.http1.Http1ClientResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 with kept-alive connections and without Nagle's delay.
///
/// An exchange runs in the thread that asks for it. The socket's timeout bounds one read only: who must not wait longer
/// for a host that answers in pieces asks on a virtual thread and interrupts it, which closes the socket ([Round]).
public final class HttpIqTransport implements IqTransport, AutoCloseable {
    private static final MediaType PROTOBUF = MediaTypes.create("application", "x-protobuf");
    private static final int HTTP_OK = 200;

    private final Map<Outcome, Timer> reads;
    private final Map<Outcome, Timer> refreshes;
    private final Http1Client client;

    private enum Outcome {
        OK,
        FAILED,
        TIMEOUT,
        CANCELLED
    }

    public HttpIqTransport(Duration connectTimeout, MeterRegistry registry) {
        reads = timers("read", registry);
        refreshes = timers("routes", registry);
        client = Http1Client.builder()
                .socketOptions(socket ->
                        socket.tcpNoDelay(true).connectTimeout(connectTimeout).readTimeout(connectTimeout))
                .shareConnectionCache(false)
                .connectionCacheSize(256)
                .build();
    }

    private static Map<Outcome, Timer> timers(String kind, MeterRegistry registry) {
        Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            timers.put(
                    outcome,
                    Timer.builder("millrace.iq.requests")
                            .tag("kind", kind)
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .publishPercentileHistogram()
                            .register(registry));
        }
        return timers;
    }

    @Override
    public IqResponse read(String host, IqRequest request, Duration limit) {
        return exchange(
                reads,
                host,
                IqResponse.parser(),
                client.post("http://" + host + "/iq/read").contentType(PROTOBUF).readTimeout(limit),
                request.toByteArray());
    }

    @Override
    public IqRoutes routes(String host, Duration limit) {
        return exchange(
                refreshes,
                host,
                IqRoutes.parser(),
                client.get("http://" + host + "/iq/routes").readTimeout(limit),
                new byte[0]);
    }

    private static <T> T exchange(
            Map<Outcome, Timer> timers, String host, Parser<T> parser, Http1ClientRequest request, byte[] body) {
        long began = System.nanoTime();
        Outcome outcome = Outcome.FAILED;
        try {
            T message = parser.parseFrom(send(host, request, body));
            outcome = Outcome.OK;
            return message;
        } catch (InvalidProtocolBufferException e) {
            throw new IqException("answer of " + host + " is no such message", e);
        } catch (RuntimeException e) {
            outcome = outcome(e);
            throw e instanceof IqException known ? known : new IqException("no answer from " + host + ": " + e, e);
        } finally {
            Objects.requireNonNull(timers.get(outcome)).record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        }
    }

    /// Whoever is interrupted has another copy's answer, or has gone.
    private static Outcome outcome(RuntimeException failure) {
        if (Thread.currentThread().isInterrupted()) {
            return Outcome.CANCELLED;
        }
        @Nullable Throwable cause = failure;
        while (cause != null && !(cause instanceof SocketTimeoutException)) {
            cause = cause.getCause();
        }
        return cause == null ? Outcome.FAILED : Outcome.TIMEOUT;
    }

    private static byte[] send(String host, Http1ClientRequest request, byte[] body) {
        try (Http1ClientResponse response = body.length == 0 ? request.request() : request.submit(body)) {
            if (response.status().code() != HTTP_OK) {
                throw new IqException(host + " answered " + response.status());
            }
            return response.entity().as(byte[].class);
        }
    }

    /// Closes idle connections.
    @Override
    public void close() {
        client.closeResource();
    }
}
