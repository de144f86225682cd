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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 with kept-alive connections and without Nagle's delay.
///
/// A read of state runs in the thread that asks. The socket's timeout bounds one read of it only, so [Round] asks on
/// a virtual thread and interrupts it a moment after the limit, which closes the socket. Routes, asked for once a
/// second, have a thread of their own that is interrupted at the limit.
public final class HttpIqTransport implements IqTransport, AutoCloseable {
    private static final MediaType PROTOBUF = MediaTypes.create("application", "x-protobuf");
    private static final int HTTP_OK = 200;
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
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
                client.post("http://" + host + "/iq/read").contentType(PROTOBUF).readTimeout(socketLimit(limit)),
                request.toByteArray());
    }

    @Override
    public IqRoutes routes(String host, Duration limit) {
        Future<IqRoutes> answer = submit(() -> exchange(
                refreshes,
                host,
                IqRoutes.parser(),
                client.get("http://" + host + "/iq/routes").readTimeout(socketLimit(limit)),
                new byte[0]));
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IqException("no answer from " + host + " within " + limit, e);
        } catch (ExecutionException e) {
            throw new IqException("no answer from " + host + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IqException("interrupted while waiting for " + host, e);
        } finally {
            answer.cancel(true);
        }
    }

    private <T> Future<T> submit(Callable<T> task) {
        try {
            return executor.submit(task);
        } catch (RejectedExecutionException e) {
            throw new IqException("this client has been closed", e);
        }
    }

    /// Sockets count in milliseconds, and 0 would be for ever.
    private static Duration socketLimit(Duration limit) {
        return limit.compareTo(SHORTEST) < 0 ? SHORTEST : limit;
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

    /// Whoever is interrupted has another copy's answer, or has gone, or the host has answered in pieces for too long.
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

    /// Closes idle connections and ends waiting exchanges for routes.
    @Override
    public void close() {
        executor.shutdownNow();
        client.closeResource();
    }
}
